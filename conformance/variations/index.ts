import type { Variation } from '../vocabulary/variation.ts';
import { challengeVariations } from './challenges.ts';
import { httpVariations } from './http.ts';
import { mcpVariations } from './mcp.ts';
import { pageVariations } from './pages.ts';
import { tokenVariations } from './tokens.ts';

/** Every legal way of doing it otherwise that checks must not mind, by name. */
export const variations: ReadonlyMap<string, Variation> = new Map(
  [...httpVariations, ...tokenVariations, ...challengeVariations, ...mcpVariations, ...pageVariations].map((one) => [
    one.name,
    one,
  ]),
);
