import { createHash } from 'node:crypto';
import { parse } from 'parse5';
import { CookieJar } from 'tough-cookie';
import { PERSONAS } from '../../conformance/personas/index.ts';
import type { ProfileId } from '../../conformance/profiles/index.ts';
import { platformOf } from '../../conformance/stack/start-stack.ts';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createBroker } from '../../mock-broker/create-broker.ts';
import type { BrokerOptions } from '../../mock-broker/index.ts';
import { createSeededRandom } from '../../mock-broker/random.ts';
import { createGateway } from '../../reference-server/create-gateway.ts';
import type { GatewayOptions } from '../../reference-server/types.ts';

export const hooksToken = 'hooks-token';
export const verifier = 'v'.repeat(43);
export const challenge = createHash('sha256').update(verifier).digest('base64url');
export const redirectUri = 'http://127.0.0.1:7777/callback';

/** Brokerage and gateway on one virtual clock. */
export async function startStack(
  profile: ProfileId,
  options: Partial<GatewayOptions> = {},
  brokerBehaviours: BrokerOptions['behaviours'] = {},
) {
  const clock = createVirtualClock();
  const advance = (ms: number) => clock.advance(ms);
  const broker = await createBroker({
    clock,
    random: createSeededRandom('broker'),
    hooksToken,
    advance,
    behaviours: brokerBehaviours,
  });
  const upstreamClient = { clientId: 'gateway', clientSecret: 'gateway-secret' };
  const gateway = await createGateway({
    profile,
    clock,
    random: createSeededRandom('gateway'),
    brokerOrigin: broker.origin,
    upstreamClient,
    platforms: PERSONAS.map(platformOf),
    hooksToken,
    advance,
    onReset: () => clock.reset(),
    ...options,
  });
  broker.registerPartner(gateway.partner);
  return {
    clock,
    broker,
    gateway,
    async close() {
      await gateway.close();
      await broker.close();
    },
  };
}

export type Stack = Awaited<ReturnType<typeof startStack>>;

/** A page as a browser without scripts sees it. */
export interface Visit {
  url: string;
  status: number;
  headers: Headers;
  html: string;
  /** The `data-error-code` of the page, if it has one. */
  errorCode: string | undefined;
}

/** A browser: keeps cookies, follows redirects as long as they stay with brokerage and gateway, fills in forms. */
export function createBrowser({ broker, gateway }: Pick<Stack, 'broker' | 'gateway'>) {
  const jar = new CookieJar();
  const origins = [broker.origin, gateway.origin];

  async function go(url: string, init: RequestInit = {}): Promise<Visit> {
    if (isStop(url)) return { url, status: 0, headers: new Headers(), html: '', errorCode: undefined };
    const cookie = await jar.getCookieString(url);
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const value of answer.headers.getSetCookie()) await jar.setCookie(value, url);
    const location = answer.headers.get('location');
    if (location) return go(URL.canParse(location) ? location : new URL(location, url).href);
    const html = await answer.text();
    const errorCode = /data-error-code="([^"]*)"/.exec(html)?.[1];
    return { url, status: answer.status, headers: answer.headers, html, errorCode };
  }

  const isStop = (url: string) => !origins.some((origin) => url.startsWith(`${origin}/`));

  /** Presses the button that has this name and value, with these fields changed. */
  function press(
    page: Visit,
    button: { name?: string; value?: string },
    fields: Record<string, string | readonly string[]> = {},
  ): Promise<Visit> {
    const form = formsOf(page.html).find(({ buttons }) =>
      buttons.some(
        ({ name, value }) => (!button.name || name === button.name) && (!button.value || value === button.value),
      ),
    );
    if (!form) throw new Error(`no such button on ${page.url}: ${JSON.stringify(button)}\n${page.html}`);
    const changed = { ...fields, ...(button.name && { [button.name]: button.value ?? '' }) };
    const values = [
      ...form.fields.filter(([name]) => !Object.hasOwn(changed, name)),
      ...Object.entries(changed).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    ];
    return go(new URL(form.action || page.url, page.url).href, {
      method: 'POST',
      body: new URLSearchParams(values).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  /** Signs in at the brokerage where its page asks for it. */
  async function signIn(page: Visit, email = 'trader@example.com'): Promise<Visit> {
    if (!page.html.includes('name="password"')) return page;
    return press(page, {}, { email, password: 'opening-bell' });
  }

  return { jar, go, press, signIn };
}

export type Browser = ReturnType<typeof createBrowser>;

interface Form {
  action: string;
  fields: [string, string][];
  buttons: { name: string; value: string }[];
}

type Node = { tagName?: string; attrs?: { name: string; value: string }[]; childNodes?: Node[] };

const attribute = (node: Node, name: string) => node.attrs?.find((one) => one.name === name)?.value;

function descendants(node: Node): Node[] {
  return [node, ...(node.childNodes ?? []).flatMap(descendants)];
}

function formsOf(html: string): Form[] {
  const forms = descendants(parse(html) as Node).filter(({ tagName }) => tagName === 'form');
  return forms.map((form) => {
    const inside = descendants(form);
    const inputs = inside.filter(({ tagName }) => tagName === 'input');
    const sent = inputs.filter(
      (one) => !['radio', 'checkbox'].includes(attribute(one, 'type') ?? '') || attribute(one, 'checked') !== undefined,
    );
    const fields = sent.map((one): [string, string] => [attribute(one, 'name') ?? '', attribute(one, 'value') ?? '']);
    const buttons = inside
      .filter(({ tagName }) => tagName === 'button')
      .map((one) => ({ name: attribute(one, 'name') ?? '', value: attribute(one, 'value') ?? '' }));
    return { action: attribute(form, 'action') ?? '', fields, buttons };
  });
}
