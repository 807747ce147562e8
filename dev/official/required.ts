import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OfficialSuite } from './install.ts';

/** The scenarios for servers that a revision requires, from the suite's own frozen list. */
export function requiredBy(revision: string, { program }: OfficialSuite): string[] {
  const list = join(program, '../../requirements', `${revision}.yaml`);
  return (parse(readFileSync(list, 'utf8')) as { server: string[] }).server;
}
