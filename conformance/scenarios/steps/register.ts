import { z } from 'zod';
import { callbackOf, personaOf } from '../../personas/index.ts';
import { clientIn } from '../../stage/clients.ts';
import { register } from '../../wire/oauth.ts';
import { retryAfter } from '../../wire/retry-after.ts';
import { fillPlaces, textWithPlaces } from '../places.ts';
import { verb } from '../step.ts';

export const registerStep = verb({
  name: 'register',
  describe: 'A client registers itself (RFC 7591), once or several times.',
  args: z.strictObject({
    client: z.string(),
    redirect_uris: z.array(textWithPlaces).optional(),
    with: z.record(z.string(), z.unknown()).optional().describe('Metadata put over the usual.'),
    times: z.number().int().min(1).max(50).default(1),
  }),
  expect: z.strictObject({
    status: z.number().optional().describe('Of the last registration.'),
    error: z.string().optional(),
    registered: z.number().optional().describe('How many were accepted.'),
    retry_after: z.boolean().optional(),
    has_secret: z.boolean().optional(),
  }),
  usually: {},
  says: ({ client, times }) => `${client} registers itself${times > 1 ? ` ${times} times` : ''}`,
  async run(stage, args) {
    const persona = personaOf(args.client);
    const redirectUri = persona ? callbackOf(persona) : stage.world.redirectUri;
    const redirect_uris = args.redirect_uris?.map((uri) => fillPlaces(uri, stage.world)) ?? [redirectUri];
    const name = persona?.name ?? args.client;
    let registered = 0;
    let answer = await register(stage.world, { client_name: name, redirect_uris, ...args.with });
    for (let n = 1; n <= args.times; n++) {
      if (answer.status === 201) registered++;
      if (n < args.times) answer = await register(stage.world, { client_name: name, redirect_uris, ...args.with });
    }
    const document = answer.tryJson() as { client_id?: string; client_secret?: string; error?: string } | undefined;
    if (answer.status === 201 && document?.client_id)
      stage.actor(args.client).client = clientIn(answer, redirect_uris[0] ?? redirectUri, name);
    return {
      status: answer.status,
      error: document?.error,
      registered,
      retry_after: retryAfter(answer) !== undefined,
      has_secret: document?.client_secret !== undefined,
    };
  },
});
