import { z } from 'zod';
import { readsAccount, type Tool, tool } from './tool.ts';

/** The tools of `static-client`. The modelled product publishes no names: these are our choice. */
export const staticClientTools: readonly Tool[] = [
  tool({
    name: 'get_profile',
    title: 'Profile',
    description: 'Who is connected: name, email address, and whether the connection may trade.',
    scope: 'user:information',
    annotations: readsAccount,
    brokerCall: 'GET /v1/users/me',
    input: z.strictObject({}),
    output: z.object({ id: z.string(), name: z.string(), email: z.string(), trading: z.boolean() }),
    call: async (desk) =>
      (await desk.get('/v1/users/me')) as { id: string; name: string; email: string; trading: boolean },
  }),
];
