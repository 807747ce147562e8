import { type Observation, observation, unless } from '../vocabulary/observation.ts';
import { annotationsOf, type Mirrored } from '../wire/mirrored.ts';

// What tools say of the arguments that clients mirror in headers (`x-mcp-header`).

/** Rules about the annotations of one tool. */
const onAnnotations = (expected: string, isWrong: (one: Mirrored, all: readonly Mirrored[]) => boolean): Observation =>
  observation({
    kind: 'mcp',
    absent: 'no tool of it has an argument that is mirrored in a header',
    judge({ is: { messages, era }, about }) {
      if (era !== '2026-07-28' || era !== about.era) return undefined;
      const tools: unknown = messages.find(({ result }) => result)?.result?.tools;
      const all = (Array.isArray(tools) ? tools : []).map((tool) => annotationsOf(tool?.inputSchema));
      if (all.every((those) => those.length === 0)) return undefined;
      const wrong = all.flatMap((those) => those.filter((one) => isWrong(one, those)))[0];
      return unless(!wrong, expected, JSON.stringify(wrong)?.slice(0, 200));
    },
  });

const isText = (name: unknown): name is string => typeof name === 'string';

export const mirrorsUnderAName = onAnnotations('a name that is not empty', ({ name }) => name === '' || !isText(name));
export const mirrorsUnderATokenName = onAnnotations(
  'a name of the characters that names of headers have',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have a rule of their own
  ({ name }) => isText(name) && name !== '' && !/[\x00-\x1f\x7f]/.test(name) && !/^[!#$%&'*+.^_`|~\w-]+$/.test(name),
);
export const mirrorsWithoutControls = onAnnotations(
  'a name without control characters',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  ({ name }) => isText(name) && /[\x00-\x1f\x7f]/.test(name),
);
export const mirrorsUnderItsOwnName = onAnnotations(
  'a name of its own, whatever the case',
  ({ name }, all) => all.filter((one) => String(one.name).toLowerCase() === String(name).toLowerCase()).length > 1,
);
export const mirrorsSimpleValues = onAnnotations(
  'a text, an integer or a boolean',
  ({ type }) => !['string', 'integer', 'boolean'].includes(String(type)),
);
export const mirrorsSafeIntegers = onAnnotations('integers that every client can hold', ({ limits }) =>
  limits.some((limit) => !Number.isSafeInteger(Math.trunc(limit))),
);
/** A schema inside of a list, a choice, a condition or a reference is none that a value always stands in. */
export const mirrorsWhatIsReached = onAnnotations(
  'an argument that is reached through properties alone',
  ({ path }) => path.some((step) => !step.startsWith('.')) && !path.some(isDetour),
);
export const mirrorsWithoutDetours = onAnnotations('no list, choice, condition or reference on the way', ({ path }) =>
  path.some(isDetour),
);
const DETOURS =
  'items prefixItems contains unevaluatedItems additionalItems oneOf anyOf allOf not if then else $ref $defs definitions';
const isDetour = (step: string): boolean => DETOURS.split(' ').includes(step);

/** What a header shows to everybody on the way is no secret. */
export const mirrorsNoSecrets = onAnnotations('no secret in a header', ({ name, path }) =>
  /passw|secret|api.?key|token|ssn|email|phone/i.test(`${name} ${path.at(-1)}`),
);
