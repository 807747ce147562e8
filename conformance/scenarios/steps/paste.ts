import { z } from 'zod';
import { challengeOf, schemeOf } from '../../vocabulary/challenge.ts';
import { firstRequest } from '../../wire/mcp.ts';
import { CLIENT_FILES, MISTAKES, type Mistake, serverIn } from '../client-files.ts';
import { verb } from '../step.ts';

export const paste = verb({
  name: 'paste',
  demands: 'a connection',
  describe:
    'A person pastes the MCP URL and the token of a client into its settings, perhaps with a mistake, and the client is started: it reads them by its own rules, and asks for the tools with the header that it finds.',
  args: z.strictObject({
    client: z.enum(Object.keys(CLIENT_FILES) as [string, ...string[]]),
    mistake: z
      .enum(Object.keys(MISTAKES) as [Mistake, ...Mistake[]])
      .optional()
      .describe(
        Object.entries(MISTAKES)
          .map(([name, is]) => `\`${name}\`: ${is}`)
          .join('; '),
      ),
  }),
  expect: z.strictObject({
    server: z.boolean().optional().describe('The client finds a server in its settings.'),
    sent: z.boolean().optional().describe('It can send the header that stands there.'),
    status: z.number().optional(),
    ok: z.boolean().optional(),
    error: z.string().optional(),
    challenge: z.string().optional(),
    says: z.union([z.string(), z.array(z.string())]).optional(),
  }),
  usually: { server: true, sent: true, ok: true },
  says: ({ client, mistake }) =>
    `The token is pasted into the settings of ${client}${mistake ? `, and ${MISTAKES[mistake]}` : ''}`,
  async run(stage, { client, mistake }) {
    const { world } = stage;
    const { accessToken } = stage.connection(client);
    const found = serverIn(client, CLIENT_FILES[client]!.text(world.mcpUrl, accessToken, mistake));
    if (!found) return { server: false, sent: false, ok: false };
    const header = found.authorization;
    const isHeader = header === undefined || /^[\x20-\x7e]*$/.test(header);
    if (!isHeader) return { server: true, sent: false, ok: false };
    const { headers, ...draft } = world.mcp().draft(...firstRequest(world.era));
    const own = header === undefined ? headers : { ...headers, authorization: header };
    const answer = await world.http.send({ ...draft, headers: own, body: JSON.stringify(draft.body) });
    const challenge = challengeOf(answer);
    return {
      server: true,
      sent: true,
      status: answer.status,
      ok: answer.status === 200 && answer.rpc()?.result !== undefined,
      error: challenge?.params.error,
      challenge: challenge && schemeOf(challenge),
      says: `${answer.words()} ${challenge?.params.error_description ?? ''}`,
    };
  },
});
