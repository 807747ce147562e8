import { setFlagsFromString } from 'node:v8';
import { isBuilt } from '../files/package-root.ts';

/**
 * Spares memory in a process that grades and ends. Its HTTP parser is WebAssembly, one function of which takes 35 MB to be
 * compiled once more as it gets used; a run is over before that pays. And what requests leave behind is short-lived: the
 * space for it is large enough once the program is loaded, and would double without being collected any faster. What the
 * optimizing compiler does to code that is used for seconds costs more than it saves: it waits for what is used more, in
 * the V8 of Node 20, whose flag for that the later ones do not know.
 */
export function spareMemory(): void {
  // Only where the process is ours: the sources run inside tests, which go on.
  if (!isBuilt) return;
  setFlagsFromString('--liftoff-only');
  setFlagsFromString('--semi-space-growth-factor=1');
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=300000');
}
