import type { Behaviour } from '../behaviour.ts';
import { connection } from './connection.ts';
import { mcp } from './mcp.ts';
import { metadata } from './metadata.ts';
import { registration } from './registration.ts';
import { signIn } from './sign-in.ts';
import { stream } from './stream.ts';
import { time } from './time.ts';
import { token } from './token.ts';
import { words } from './words.ts';

/** Every hostile behaviour, by the place where it sits; `late` is how many milliseconds a slow server takes for each answer. */
export const tableOf = (late: number): Record<string, Behaviour[]> => ({
  connection,
  metadata,
  registration,
  'sign-in page': signIn,
  'token answer': token,
  'MCP JSON': mcp,
  'event stream': stream,
  'words of others': words,
  time: time(late),
});
