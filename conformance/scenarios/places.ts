import { z } from 'zod';
import { didYouMean } from '../help/nearest.ts';
import { knownScopes } from '../stage/scopes.ts';
import type { World } from '../vocabulary/world.ts';

/** What a name in braces stands for in a journey: URLs and scopes that its writer cannot know. */
const places: Record<string, (world: World) => string> = {
  gateway: (world) => world.origin,
  mcp: (world) => world.mcpUrl,
  callback: (world) => `${world.origin}/auth/callback`,
  brokerage: (world) => world.brokerage().origin,
  read: (world) => knownScopes(world).read,
  trade: (world) => knownScopes(world).trade,
};

const named = /\{(\w+)\}/g;

const unknownPlace = (text: string): string | undefined =>
  [...text.matchAll(named)].map(([, name]) => name!).find((name) => !Object.hasOwn(places, name));

function complaint(name: string): string {
  const known = Object.keys(places);
  return `“{${name}}” is no place${didYouMean(name, known) || `; known are ${known.map((one) => `{${one}}`).join(', ')}`}`;
}

/** A text in which places may stand; a name that is none is a mistake of the file, told before anything is played. */
export const textWithPlaces = z.string().refine((text) => unknownPlace(text) === undefined, {
  error: ({ input }) => complaint(unknownPlace(String(input))!),
});

/** The first text below `value` with a name in braces that is no place: in expectations, places may stand anywhere. */
export function lostPlace(value: unknown, path: string[]): { path: string[]; text: string } | undefined {
  if (typeof value === 'string') {
    const name = unknownPlace(value);
    return name === undefined ? undefined : { path, text: `“${path.join('.')}”: ${complaint(name)}` };
  }
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return below.map(([key, inner]) => lostPlace(inner, [...path, key])).find((found) => found !== undefined);
}

/** Puts what is meant where places stand. `Untestable` where one is not known of this target. */
export const fillPlaces = (text: string, world: World): string =>
  text.replaceAll(named, (whole, name) => (Object.hasOwn(places, name) ? places[name]!(world) : whole));

/** The same for a reader, who is told of a brokerage whose URL is not known, too. */
export const showPlaces = (text: string, world: World): string =>
  fillPlaces(world.brokerageIfKnown() ? text : text.replaceAll('{brokerage}', 'the brokerage'), world);
