import { Ajv2020 } from 'ajv/dist/2020.js';

// JSON Schema 2020-12. Ajv takes a while to load: whoever needs it now and then imports this file then.

const options = { strict: false, validateFormats: false };
/** One for all schemas: what they are judged by takes longer to compile than they do. */
const ofSchemas = new Ajv2020(options);

/** What is wrong with a schema; undefined where it is right. */
export const faultOf = (schema: object): string | undefined =>
  ofSchemas.validateSchema(schema) ? undefined : ofSchemas.errorsText(ofSchemas.errors);

/** Where a value does not fit a schema that is right; undefined where it does. */
export function misfit(schema: object, value: unknown): string | undefined {
  const ajv = new Ajv2020({ ...options, validateSchema: false });
  return ajv.validate(schema, value) ? undefined : ajv.errorsText(ajv.errors);
}
