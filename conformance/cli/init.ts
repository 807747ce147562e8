import { writeFileSync } from 'node:fs';
import { annotatedConfig } from '../config/annotated-config.ts';
import { fileTrouble, UsageError } from '../help/failures.ts';
import type { Terminal } from './terminal.ts';

/** Writes an annotated `openbell.yaml`; one that is there already is left alone. */
export function init(terminal: Terminal, file = 'openbell.yaml'): number {
  try {
    writeFileSync(file, annotatedConfig, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UsageError(`${file} is there already and stays as it is; remove it first`);
    throw new UsageError(`cannot write ${file}: ${fileTrouble(error) ?? message}`);
  }
  terminal.out(`wrote ${file}; next: openbell check <mcp-url> --config ${file}\n`);
  return 0;
}
