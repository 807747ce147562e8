import { z } from 'zod';
import { type Scenario, scenarioSchema } from './scenario.ts';
import { steps } from './steps/index.ts';

/** The JSON Schema that editors use for scenario files, draft 2020-12. */
export const scenarioJsonSchema = (): string =>
  `${JSON.stringify({ ...z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' }), title: 'openbell scenario' }, null, 1)}\n`;

interface Schema {
  type?: string;
  enum?: string[];
  const?: unknown;
  description?: string;
  default?: unknown;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}

const kind = (schema: Schema): string => {
  if (schema.properties) return `map of ${Object.entries(schema.properties).map(setting(schema)).join(', ')}`;
  if (schema.enum) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf) return [...new Set(schema.anyOf.map(kind))].join(' or ');
  if (schema.type === 'array') return `list of ${kind(schema.items ?? {})}`;
  return schema.type ?? 'anything';
};

/** A setting inside a setting, in a few words. */
const setting =
  ({ required = [] }: Schema) =>
  ([name, schema]: [string, Schema]): string => {
    const shape = schema.type === 'array' || schema.enum ? [kind(schema)] : [];
    const need =
      schema.default === undefined
        ? required.includes(name)
          ? []
          : ['optional']
        : [`\`${String(schema.default)}\` unless told`];
    const notes = [...shape, ...need].join('; ');
    return `\`${name}\`${notes && ` (${notes})`}`;
  };

const line = ([name, schema]: [string, Schema]): string => {
  const standard =
    schema.default === undefined || typeof schema.default === 'object'
      ? ''
      : `, \`${String(schema.default)}\` unless told`;
  return `- \`${name}\`: ${kind(schema)}${standard}${schema.description ? `. ${schema.description}` : ''}`;
};

const fields = (schema: z.ZodType): string => {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
  const object = json.properties ? json : json.anyOf?.find((one) => one.properties);
  const lines = Object.entries(object?.properties ?? {}).map(line);
  if (lines.length > 0) return lines.join('\n');
  return json.type === 'string' ? '- a text' : '- nothing';
};

/** The reference of all verbs, as Markdown. */
export const verbReference = (): string =>
  Object.values(steps)
    .map((verb) => {
      const usual =
        Object.keys(verb.usually as object).length > 0 ? `\n\nUnless told: \`${JSON.stringify(verb.usually)}\`` : '';
      return `### \`${verb.name}\`\n\n${verb.describe}\n\nArguments:\n\n${fields(verb.args)}\n\nWhat can be expected of it:\n\n${fields(verb.expect)}${usual}\n`;
    })
    .join('\n');

/** Hooks without which a journey cannot be told to its end; a second witness may be missing. */
const hooksOf = ({ steps: written }: Scenario): string[] => [
  ...new Set(
    written.flatMap(({ verb }) => {
      const { hook, isSecondWitness } = steps[verb]!;
      return hook && !isSecondWitness ? [hook] : [];
    }),
  ),
];

const secondsOf = ({ steps: written }: Scenario): number =>
  written.reduce((sum, { verb, args }) => sum + (steps[verb]!.seconds?.(args) ?? 0), 0);

/** Which journeys run on a gateway that is only a URL, as Markdown: with users, and by hand where keys are made by hand. */
export function withoutHooks(scenarios: readonly Scenario[]): string {
  const hooked = scenarios.filter((one) => hooksOf(one).length > 0);
  const slow = scenarios.filter((one) => !hooked.includes(one) && secondsOf(one) > 0);
  const free = scenarios.length - hooked.length - slow.length;
  const named = (list: readonly Scenario[], because: (one: Scenario) => string) =>
    list.map((one) => `- \`${one.id}\`: ${because(one)}`).join('\n');
  return `## What runs without test hooks

Of ${scenarios.length} journeys ${free} need no test hook and no patience: users of the configuration act them out, with the page that
\`client_center\` names where keys are made by hand. ${slow.length} wait for time to pass, which \`--patience\` allows:

${named(slow, (one) => `at least ${secondsOf(one)} seconds`)}

${hooked.length} change what a person has at the brokerage, which nobody can do through the gateway, and need a hook:

${named(hooked, (one) => `\`${hooksOf(one).join('`, `')}\``)}

`;
}
