import { z } from 'zod';
import { isStateless } from '../../vocabulary/era.ts';
import type { Draft } from '../../vocabulary/mcp.ts';
import type { World } from '../../vocabulary/world.ts';
import { CLIENT_INFO } from '../../wire/mcp.ts';
import { fillPlaces, textWithPlaces } from '../places.ts';
import { verb } from '../step.ts';

/** What a client that knows nothing yet sends first. */
const firstRequest = ({ era, mcp }: World): Draft =>
  isStateless(era)
    ? mcp().draft('server/discover')
    : mcp().draft('initialize', { protocolVersion: era, capabilities: {}, clientInfo: CLIENT_INFO });

export const visit = verb({
  name: 'visit',
  describe: 'Somebody opens a URL, or a client sends its first request there.',
  args: z.strictObject({ url: textWithPlaces, method: z.enum(['GET', 'POST']).default('GET') }),
  expect: z.strictObject({
    status: z.number().optional(),
    says: z.union([z.string(), z.array(z.string())]).optional(),
    redirected: z.boolean().optional(),
  }),
  usually: {},
  says: ({ url, method }) => `${method === 'GET' ? 'Somebody opens' : 'A client asks'} ${url}`,
  async run({ world }, args) {
    const { method } = args;
    const url = fillPlaces(args.url, world);
    const draft = firstRequest(world);
    const answer = await world.http.send(
      method === 'POST'
        ? { method, url, headers: draft.headers, body: JSON.stringify(draft.body) }
        : { url, headers: { accept: 'text/html' } },
    );
    return { status: answer.status, says: answer.words(), redirected: answer.status >= 300 && answer.status < 400 };
  },
});
