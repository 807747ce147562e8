import * as mirrored from '../../observers/mirrored.ts';
import { type Observer, observer } from '../../vocabulary/check.ts';
import { since } from '../../vocabulary/era.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import { rewriteTools } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

// What tools say of arguments that clients mirror in headers: a client leaves out tools that say it wrongly.

/** Puts these over the properties of each tool that mirrors an argument. */
const withProperties = (name: string, properties: object, beside: object = {}): Mutant => ({
  name,
  elsewhere: true,
  rewrites: rewriteTools((tool) => {
    const { inputSchema } = tool;
    if (!JSON.stringify(inputSchema).includes('x-mcp-header')) return tool;
    const all = { ...inputSchema.properties, ...properties };
    return { ...tool, inputSchema: { ...inputSchema, properties: all, ...beside } };
  }),
});
const named = (name: string, header: unknown): Mutant =>
  withProperties(name, { other: { type: 'string', 'x-mcp-header': header } });

const rules: Omit<Observer, 'applies' | 'ridesOn'>[] = [
  {
    id: 'wire/mirrors-under-a-name',
    title: 'The name under which an argument is mirrored is not empty',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-not-empty'],
    observes: mirrored.mirrorsUnderAName,
    remedy: 'Give x-mcp-header the name that the header ends with.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'header-names-in-capitals'],
    mutants: [named('mirrors-under-no-name', '')],
  },
  {
    id: 'wire/mirrors-under-the-name-of-a-header',
    title: 'The name under which an argument is mirrored has the characters that names of headers have',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-token'],
    observes: mirrored.mirrorsUnderATokenName,
    remedy: 'Use letters, digits and hyphens in x-mcp-header.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
    mutants: [named('mirrors-under-a-name-with-a-blank', 'Trading Symbol')],
  },
  {
    id: 'wire/mirrors-under-a-name-without-control-characters',
    title: 'The name under which an argument is mirrored has no control characters',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-no-controls'],
    observes: mirrored.mirrorsWithoutControls,
    remedy: 'Use letters, digits and hyphens in x-mcp-header.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
    mutants: [named('mirrors-under-a-name-of-two-lines', 'Symbol\r\nX-Admin')],
  },
  {
    id: 'wire/mirrors-each-argument-under-a-name-of-its-own',
    title: 'No two arguments of a tool are mirrored under one name, whatever the case',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-unique'],
    observes: mirrored.mirrorsUnderItsOwnName,
    remedy: 'Give each argument another x-mcp-header.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-brotli'],
    mutants: [named('mirrors-two-arguments-under-one-name', 'SYMBOL')],
  },
  {
    id: 'wire/mirrors-simple-values',
    title: 'What is mirrored is a text, an integer or a boolean',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-primitive'],
    observes: mirrored.mirrorsSimpleValues,
    remedy: 'Annotate arguments of the types string, integer and boolean only.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'bodies-in-gzip'],
    mutants: [withProperties('mirrors-numbers', { price: { type: 'number', 'x-mcp-header': 'Price' } })],
  },
  {
    id: 'wire/mirrors-integers-that-every-client-can-hold',
    title: 'Integers that are mirrored stay within what JavaScript can hold',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-safe-integer'],
    observes: mirrored.mirrorsSafeIntegers,
    remedy: 'Bound annotated integers by 2^53-1, or take them as text.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'a-cookie-of-the-load-balancer'],
    mutants: [
      withProperties('mirrors-integers-of-any-size', {
        serial: { type: 'integer', maximum: 2 ** 60, 'x-mcp-header': 'Serial' },
      }),
    ],
  },
  {
    id: 'wire/mirrors-what-properties-lead-to',
    title: 'What is mirrored is reached from the root of the schema through properties alone',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-reachable'],
    observes: mirrored.mirrorsWhatIsReached,
    remedy: 'Annotate properties of the input schema, or properties of such.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'json-with-spaces-and-in-another-order'],
    mutants: [
      withProperties(
        'mirrors-whatever-matches-a-pattern',
        {},
        {
          patternProperties: { '^x-': { type: 'string', 'x-mcp-header': 'Other' } },
        },
      ),
    ],
  },
  {
    id: 'wire/mirrors-nothing-behind-a-choice',
    title: 'The way to what is mirrored passes no list, choice, condition or reference',
    clauses: ['mcp-2026-07-28/transport/x-mcp-header-chain'],
    observes: mirrored.mirrorsWithoutDetours,
    remedy: 'Annotate nothing inside of items, oneOf, anyOf, allOf, not, if, then, else or what $ref leads to.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'a-cookie-of-the-load-balancer'],
    mutants: [
      withProperties('mirrors-an-item-of-a-list', {
        legs: { type: 'array', items: { type: 'string', 'x-mcp-header': 'Leg' } },
      }),
    ],
  },
  {
    id: 'wire/mirrors-no-secrets',
    title: 'Nothing that is secret or personal is mirrored in a header',
    clauses: ['mcp/tools/no-sensitive-x-mcp-header'],
    observes: mirrored.mirrorsNoSecrets,
    remedy: 'Keep secrets out of headers: proxies write them into their logs.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'headers-of-a-proxy'],
    mutants: [withProperties('mirrors-a-password', { password: { type: 'string', 'x-mcp-header': 'Password' } })],
  },
];

export default rules.map((rule) =>
  check(
    observer({
      ...rule,
      applies: { eras: since('2026-07-28') },
      ridesOn: ['wire/publishes-valid-schemas', 'wire/speaks-json-rpc'],
    }),
  ),
);
