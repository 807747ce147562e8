import { type Context, createContext, Script } from 'node:vm';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Untestable } from '../vocabulary/expect.ts';

// JSON Schema 2020-12, and draft-07 where a schema says so, as many libraries still write it. Ajv takes a while to
// load: whoever needs it now and then imports this file then.

const options = { strict: false, validateFormats: false };
/** One for all schemas: what they are judged by takes longer to compile than they do. */
const ofSchemas = new Ajv2020(options);

/** What is wrong with a schema; undefined where it is right. */
export function faultOf(schema: object): string | undefined {
  try {
    return ofSchemas.validateSchema(schema) ? undefined : ofSchemas.errorsText(ofSchemas.errors);
  } catch (error) {
    // A dialect that is none, or that nobody knows.
    return (error as Error).message;
  }
}

const isDraft07 = (schema: object): boolean =>
  /\/draft-07\/schema/.test(String((schema as { $schema?: unknown }).$schema));

/** True where values can be judged by a schema: other dialects are not known here. */
export const isKnownDialect = (schema: object): boolean =>
  isDraft07(schema) || String((schema as { $schema?: unknown }).$schema ?? '2020-12').includes('2020-12');

/** Milliseconds for one value: honest schemas take a few, and a pattern or references of a stranger may take for ever. */
const LONGEST = 1_000;
const judging = new Script('judge()');
/** Made when it is first needed, and once. */
let room: Context | undefined;

/**
 * Where a value does not fit a schema that is right; undefined where it does. `Untestable` where that cannot be said: the
 * schema leads back to itself, or takes too long.
 */
export function misfit(schema: object, value: unknown, longest = LONGEST): string | undefined {
  const Dialect = isDraft07(schema) ? Ajv : Ajv2020;
  const ajv = new Dialect({ ...options, validateSchema: false });
  const judge = () => (ajv.validate(schema, value) ? undefined : ajv.errorsText(ajv.errors));
  try {
    // Nothing else ends a pattern that goes on and on.
    room ??= createContext({});
    room.judge = judge;
    return judging.runInContext(room, { timeout: longest });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Untestable(`its schema takes more than ${longest} ms to judge one value by`);
    if (error instanceof RangeError)
      throw new Untestable('its schema leads back to itself, or is too deep to judge by');
    throw error;
  }
}
