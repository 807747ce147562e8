import type { Problem } from '../files/yaml-file.ts';
import { didYouMean, slipOf } from '../help/nearest.ts';
import { PERSONAS, personaOf } from '../personas/index.ts';
import { PURPOSES } from '../vocabulary/profile.ts';
import { CAST } from './cast.ts';
import { steps } from './steps/index.ts';

type Settings = Record<string, unknown>;
type Path = (string | number)[];

/** Who and what is known where a step is read: it grows from step to step. */
interface Known {
  people: string[];
  clients: string[];
  /** Clients that have tokens by now, and those that at least asked for a code. */
  connected: Set<string>;
  asked: Set<string>;
  /** Names of the keys that Client Center has made. */
  keys: string[];
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const names = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => text(one) !== undefined) : [];

/** Whose connection a client uses: for most, its own. */
const holder = (client: string): string => personaOf(client)?.sharesConnectionOf ?? client;

/**
 * The first name in a journey that stands for nobody and nothing: acted out, it would be blamed on the target. Verbs and
 * settings were looked at before.
 */
export function lostName(journey: {
  people?: unknown;
  clients?: unknown;
  steps: readonly unknown[];
}): Problem | undefined {
  const known: Known = {
    people: [...Object.keys(CAST), ...names(journey.people)],
    clients: [...PERSONAS.map(({ id }) => id), ...names(journey.clients)],
    connected: new Set(),
    asked: new Set(),
    keys: [],
  };
  for (const [index, step] of journey.steps.entries()) {
    const { expect, ...verbs } = step as Settings;
    const [verb = '', args] = Object.entries(verbs)[0] ?? [];
    const given = { verb, args: (args ?? {}) as Settings, expect: (expect ?? {}) as Settings };
    const lost = lostPerson(given, known) ?? lostClient(given, known) ?? lostTool(given) ?? lostKey(given, known);
    if (lost) return { path: ['steps', index, ...lost.path], text: `step ${index + 1}: ${lost.text}`, isKey: false };
    remember(given, known);
  }
  return undefined;
}

interface Given {
  verb: string;
  args: Settings;
  expect: Settings;
}
type Lost = { path: Path; text: string } | undefined;

function lostPerson({ verb, args }: Given, { people }: Known): Lost {
  const name = text(args.as);
  if (name === undefined || people.includes(name)) return undefined;
  const hint =
    didYouMean(name, people) || `; the cast is ${people.join(', ')}, and “people: [${name}]” declares one more`;
  return { path: [verb, 'as'], text: `“${name}” is nobody in this journey${hint}` };
}

function lostClient({ verb, args }: Given, known: Known): Lost {
  const { demands } = steps[verb]!;
  const ready = demands === 'a connection' ? known.connected : demands === 'a code' ? known.asked : undefined;
  const own = text(args.client);
  const others = [
    [text(args.by), ['by']],
    [verb === 'ai_clients' ? text(args.revoke) : undefined, ['revoke']],
  ] as const;
  if (own !== undefined) {
    const lost = ready ? notReady(own, ready, demands!, known) : misspelt(own, known);
    if (lost) return { path: [verb, 'client'], text: lost };
  }
  for (const [name, path] of others) {
    const lost = name === undefined ? undefined : notReady(name, known.asked, 'a Client ID', known);
    if (lost) return { path: [verb, ...path], text: lost };
  }
  return undefined;
}

function misspelt(name: string, { clients }: Known): string | undefined {
  const meant = slipOf(name, clients);
  return meant && `“${name}” is no client that is known; did you mean “${meant}”? “clients: [${name}]” declares one`;
}

function notReady(name: string, ready: ReadonlySet<string>, what: string, known: Known): string | undefined {
  if (ready.has(holder(name))) return undefined;
  const meant = slipOf(name, [...ready]);
  if (meant) return `“${name}” has not connected before this step; did you mean “${meant}”?`;
  return (
    misspelt(name, known) ??
    `“${name}” has ${what === 'a code' ? 'no code' : `not got ${what}`} by this step: an earlier one has to say how it connects`
  );
}

function lostTool({ verb, args, expect }: Given): Lost {
  const places: [string, Path][] = [];
  const tool = text(args.tool);
  if (tool !== undefined) places.push([tool, [verb, 'tool']]);
  for (const list of verb === 'list_tools' ? ['has', 'lacks'] : [])
    for (const [index, name] of names(expect[list]).entries()) places.push([name, ['expect', list, index]]);
  for (const [name, path] of places) {
    const meant = slipOf(name, PURPOSES);
    if (meant)
      return { path, text: `“${name}” is neither a purpose nor like the name of a tool; did you mean “${meant}”?` };
  }
  return undefined;
}

function lostKey({ verb, args }: Given, { keys }: Known): Lost {
  const name = text(args.key);
  if (name === undefined || keys.includes(name)) return undefined;
  return { path: [verb, 'key'], text: `no earlier step generates the key “${name}”${didYouMean(name, keys)}` };
}

/** What is known once this step was acted out. */
function remember({ verb, args, expect }: Given, known: Known): void {
  const { gives } = steps[verb]!;
  const client = text(args.by) ?? text(args.client);
  if (client !== undefined) {
    known.clients.push(client);
    if (gives || verb === 'register') known.asked.add(client);
    if (gives === 'a connection' && expect.connected !== false && expect.minted !== false) known.connected.add(client);
  }
  const key = text((args.generate as Settings | undefined)?.name);
  if (key !== undefined) known.keys.push(key);
}
