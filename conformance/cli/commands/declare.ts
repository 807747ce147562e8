import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';

/** Adds a command to the program. What it does is loaded when somebody types it, and ends with an exit code. */
export type Declare = (program: Command, terminal: Terminal, finish: (code: number) => void) => void;
