import type { ProfileId } from '../../reference-server/types.ts';
import { UsageError } from '../failures.ts';
import type { Terminal } from './terminal.ts';
export const connect = async (_t: Terminal, _u: string, _f: { profile?: ProfileId }): Promise<number> => {
  throw new UsageError('connect is being built');
};
