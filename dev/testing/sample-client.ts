import type { Model } from '../../examples/sample-client/model.ts';
import { scriptedModel } from '../../examples/sample-client/scripted-model.ts';
import { startSampleClient } from '../../examples/sample-client/server.ts';
import { readSettings } from '../../examples/sample-client/settings.ts';
import type { Stack } from './gateway-stack.ts';
import { credentials } from './minting-stack.ts';

/** The sample client, on a free port, for a user of the stack. */
export const startClient = (stack: Stack, { model = scriptedModel, env = {} }: ClientOptions = {}) =>
  startSampleClient(readSettings({ ...environmentOf(stack), ...env }), model, stack.clock);

export interface ClientOptions {
  model?: Model;
  env?: Record<string, string>;
}

export function environmentOf({ gateway }: Stack, userId = 'tess'): Record<string, string> {
  const of = credentials(userId);
  return {
    ANTHROPIC_API_KEY: 'scripted',
    CT_MCP_URL: gateway.mcpUrl,
    CT_API_URL: gateway.apiOrigin!,
    CT_CLIENT_ID: of['client-id']!,
    CT_CLIENT_SECRET: of['client-secret']!,
    CT_USER_ID: of['user-id']!,
    CT_USER_SECRET: of['user-secret']!,
    PORT: '0',
  };
}

type SampleClient = Awaited<ReturnType<typeof startClient>>;

/** Somebody at the page, without a browser: keeps the cookie, fills in the forms. */
export function personAt({ origin }: SampleClient) {
  let cookie = '';
  let html = '';

  async function open(): Promise<string> {
    const answer = await fetch(origin, { headers: { cookie } });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    html = await answer.text();
    return html;
  }

  const csrf = () => /name="csrf" value="([^"]*)"/.exec(html)?.[1] ?? '';

  /** Sends a form as the page would; `headers` are put over the browser's. */
  function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${origin}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ csrf: csrf(), ...fields }).toString(),
    });
  }

  const found = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, value]) => value!);
  /** The orders on the page that can still be answered. */
  const confirmationIds = () => found(/name="confirmation_id" value="([^"]*)"/g);

  return {
    open,
    post,
    async ask(text: string): Promise<string> {
      if (html === '') await open();
      await post('/messages', { text });
      return open();
    },
    async say(says: 'yes' | 'no', id = confirmationIds().at(-1) ?? ''): Promise<string> {
      await post('/answers', { confirmation_id: id, says });
      return open();
    },
    confirmationIds,
    /** What the page says became of each order. */
    states: () => found(/data-state="([^"]*)"/g),
  };
}
