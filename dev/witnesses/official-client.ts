import {
  Client,
  type OAuthClientProvider,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { parse } from 'parse5';
import { CookieJar } from 'tough-cookie';
import type { Witness } from './witness.ts';

const CALLBACK = 'http://127.0.0.1:33418/callback';

interface Element {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Element[];
}
const attribute = (element: Element, name: string) => element.attrs?.find((one) => one.name === name)?.value;
const all = (element: Element, name: string): Element[] =>
  (element.childNodes ?? []).flatMap((child) => [...(child.nodeName === name ? [child] : []), ...all(child, name)]);

/** The first form of a page, filled in by who says yes to everything. */
function filledIn(
  page: string,
  user: { username: string; password: string },
): { action: string; body: URLSearchParams } {
  const [form] = all(parse(page) as Element, 'form');
  if (!form) throw new Error(`no form on the page: ${page}`);
  const body = new URLSearchParams();
  for (const input of all(form, 'input')) {
    const name = String(attribute(input, 'name'));
    body.set(name, { username: user.username, password: user.password }[name] ?? String(attribute(input, 'value')));
  }
  if (all(form, 'button').some((button) => attribute(button, 'value') === 'allow')) body.set('decision', 'allow');
  return { action: String(attribute(form, 'action')), body };
}

/** Signs in and allows, and gives what went to the client. */
async function approve(authorizationUrl: URL, user: { username: string; password: string }): Promise<URLSearchParams> {
  const jar = new CookieJar();
  let [url, body] = [authorizationUrl.href, undefined as URLSearchParams | undefined];
  for (let step = 0; step < 12; step++) {
    const headers = { cookie: await jar.getCookieString(url) };
    const init = body ? { method: 'POST', body, headers } : { headers };
    const response = await fetch(url, { ...init, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) await jar.setCookie(cookie, url);
    const location = response.headers.get('location');
    if (location) {
      [url, body] = [new URL(location, url).href, undefined];
      if (url.startsWith(CALLBACK)) return new URL(url).searchParams;
      continue;
    }
    const next = filledIn(await response.text(), user);
    [url, body] = [new URL(next.action, url).href, next.body];
  }
  throw new Error('signing in came to no end');
}

/** What the official client must be told, kept in memory. */
function remembering() {
  const kept: { client?: StoredOAuthClientInformation; tokens?: StoredOAuthTokens; verifier?: string; url?: URL } = {};
  const provider: OAuthClientProvider = {
    redirectUrl: CALLBACK,
    clientMetadata: { client_name: 'Official client', redirect_uris: [CALLBACK] },
    clientInformation: () => kept.client,
    saveClientInformation(client) {
      kept.client = client;
    },
    tokens: () => kept.tokens,
    saveTokens(tokens) {
      kept.tokens = tokens;
    },
    redirectToAuthorization(url) {
      kept.url = url;
    },
    saveCodeVerifier(verifier) {
      kept.verifier = verifier;
    },
    codeVerifier: () => String(kept.verifier),
  };
  return { kept, provider };
}

/** Connects with the official SDK's client as a user would, and names the tools that it sees. */
export async function toolsSeenByTheOfficialClient({ url, users }: Witness): Promise<string[]> {
  const { kept, provider } = remembering();
  const user = users?.[0];
  const reach = (): StreamableHTTPClientTransport =>
    new StreamableHTTPClientTransport(new URL(url), user ? { authProvider: provider } : {});
  const newClient = () =>
    new Client({ name: 'official-client', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  if (user) {
    const first = reach();
    await newClient()
      .connect(first)
      .catch(() => undefined);
    if (!kept.url) throw new Error('the client was not sent to sign in');
    await first.finishAuth(await approve(kept.url, user));
  }
  const client = newClient();
  await client.connect(reach());
  const { tools } = await client.listTools();
  await client.close();
  return tools.map((tool) => tool.name).sort();
}
