import type { Variation } from '../vocabulary/variation.ts';
import { challengeVariations } from './challenges.ts';
import { httpVariations } from './http.ts';
import { mcpVariations } from './mcp.ts';
import { pageVariations } from './pages.ts';
import { tokenVariations } from './tokens.ts';

/** What is text or bytes already is not written anew: those that look at members come first. */
const all = [...tokenVariations, ...challengeVariations, ...pageVariations, ...mcpVariations, ...httpVariations];

/** Every legal way of doing it otherwise that checks must not mind, by name. */
export const variations: ReadonlyMap<string, Variation> = new Map(all.map((one) => [one.name, one]));

/** Those that are put before a stack together, since none of them hides another. */
export const rounds: readonly (readonly Variation[])[] = [...new Set(all.map(({ round }) => round))]
  .sort()
  .map((round) => all.filter((one) => one.round === round));
