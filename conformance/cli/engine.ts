import { setFlagsFromString } from 'node:v8';

/**
 * Spares memory in a process that grades. The pool reads HTTP by a parser in WebAssembly, one function of which takes 35 MB
 * and half a second of a processor to be compiled anew as it gets used; a run is over before that pays.
 */
export const spareMemory = (): void => setFlagsFromString('--liftoff-only');
