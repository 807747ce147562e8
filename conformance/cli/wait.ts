import { setTimeout as pause } from 'node:timers/promises';
import { IncompleteError } from '../help/failures.ts';
import type { Era } from '../vocabulary/era.ts';
import { type ProbeOptions, probe } from './probe.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds between two questions to a target that is not there yet. */
const BETWEEN = 500;

/**
 * Probes until the target answers as an MCP server does: one that is being started refuses connections first, and its
 * proxy answers 502 or 404. After so many seconds what was seen last is the answer.
 */
export async function probeUntil(
  terminal: Terminal,
  url: string,
  options: ProbeOptions,
  seconds: number,
): Promise<Era[]> {
  const end = performance.now() + seconds * 1000;
  let isTold = false;
  for (;;) {
    try {
      return await probe(url, options);
    } catch (error) {
      if (!(error instanceof IncompleteError) || options.signal?.aborted) throw error;
      if (performance.now() + BETWEEN >= end)
        throw seconds > 0 ? new IncompleteError(`${error.message} (waited ${seconds} s for it)`) : error;
      if (!isTold) terminal.err(`waiting for ${url}, up to ${seconds} s\n`);
      isTold = true;
    }
    await pause(BETWEEN, undefined, { signal: options.signal }).catch(() => undefined);
  }
}
