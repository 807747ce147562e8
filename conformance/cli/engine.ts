import { setFlagsFromString } from 'node:v8';
import { isBuilt } from '../files/package-root.ts';

/**
 * Spares memory in a process that grades and ends. Its HTTP parser is WebAssembly, one function of which takes 35 MB to be
 * compiled once more as it gets used; a run is over before that pays. And what requests leave behind is short-lived: the
 * space for it is large enough once the program is loaded, and would double without being collected any faster.
 */
export function spareMemory(): void {
  // Only where the process is ours: the sources run inside tests, which go on.
  if (!isBuilt) return;
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--semi-space-growth-factor=1');
}
