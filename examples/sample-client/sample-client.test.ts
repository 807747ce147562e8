import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../dev/testing/gateway-stack.ts';
import { hook, ordersSent, startMinting } from '../../dev/testing/minting-stack.ts';
import { type ClientOptions, environmentOf, personAt, startClient } from '../../dev/testing/sample-client.ts';
import type { Model } from './model.ts';
import { scriptedModel } from './scripted-model.ts';

let stack: Stack;
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  stack = await startMinting();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await stack.close();
});

async function personOf(options: ClientOptions = {}) {
  const client = await startClient(stack, options);
  ends.push(client.close);
  return personAt(client);
}

/** Answers of the gateway, and of the API that mints, with what was asked. */
async function watching(options: { answer401To?: (body: string, count: number) => boolean } = {}) {
  const { createServer } = await import('node:http');
  const seen: { path: string; authorization: string; tool: string; status: number }[] = [];
  let refused = 0;
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const isMint = req.url === '/auth/tokens/user';
    const target = isMint ? stack.gateway.apiOrigin : stack.gateway.origin;
    const { authorization = '' } = req.headers;
    const tool = /"name":"([a-z_]+)","arguments"/.exec(body)?.[1] ?? '';
    if (!isMint && options.answer401To?.(tool, refused)) {
      refused++;
      seen.push({ path: req.url!, authorization, tool, status: 401 });
      return void res.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end('{}');
    }
    const { host: _, connection: __, 'content-length': ___, 'transfer-encoding': ____, ...headers } = req.headers;
    const answer = await fetch(`${target}${req.url}`, {
      method: req.method!,
      headers: headers as Record<string, string>,
      ...(body && { body }),
    });
    seen.push({ path: req.url!, authorization, tool, status: answer.status });
    res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    res.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const mints = () => seen.filter(({ path }) => path === '/auth/tokens/user').length;
  return { seen, mints, env: { CT_MCP_URL: `${origin}/mcp`, CT_API_URL: origin } };
}

describe('the prompts of the guide', () => {
  it.each([
    ['Which broker accounts are connected?', /Kestrel/],
    ['What are my positions?', /AAPL/],
    ['What is my buying power?', /buying power \d/],
    ['Show my last 10 filled orders', /There is nothing|filled/],
  ])('%s', async (question, answer) => {
    expect(await (await personOf()).ask(question)).toMatch(answer);
  });
});

describe('an order', () => {
  it('is sent when the person says yes to it, once, however often they press', async () => {
    const { seen, env } = await watching();
    const person = await personOf({ env });
    expect(await person.ask('Buy 1 AAPL')).toContain('Buy 1 AAPL at the market');
    expect(await ordersSent(stack)).toEqual([]);
    const [id = ''] = person.confirmationIds();
    await Promise.all([1, 2, 3].map(() => person.post('/answers', { confirmation_id: id, says: 'yes' })));
    await person.open();
    expect(person.states()).toEqual(['sent']);
    expect(seen.filter(({ tool }) => tool === 'confirm_trade')).toHaveLength(1);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('is not sent on a no, and a yes afterwards changes nothing', async () => {
    const person = await personOf();
    await person.ask('Buy 1 AAPL');
    const [id = ''] = person.confirmationIds();
    await person.say('no');
    expect(await person.say('yes', id)).toContain('answered already');
    expect(person.states()).toEqual(['declined']);
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('is not sent after two minutes of silence, to the millisecond', async () => {
    const person = await personOf();
    await person.ask('Buy 1 AAPL');
    await person.ask('Buy 2 AAPL');
    const [first = '', second = ''] = person.confirmationIds();
    stack.clock.advance(119_999);
    await person.say('yes', first);
    stack.clock.advance(1);
    expect(await person.say('yes', second)).toContain('more than two minutes ago. Nothing was sent.');
    expect(person.states()).toEqual(['sent', 'expired']);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('is not sent by a yes that is typed, nor by a model that confirms by itself', async () => {
    const person = await personOf({ model: confirmsByItself });
    await person.ask('Buy 1 AAPL');
    const page = await person.ask('yes');
    expect(page).toContain('tried to send an order by itself. Nothing was sent.');
    expect(person.states()).toEqual(['open']);
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('is not sent for an id that was not shown to this person', async () => {
    const client = await startClient(stack);
    ends.push(client.close);
    const [one, other] = [personAt(client), personAt(client)];
    await one.ask('Buy 1 AAPL');
    await other.open();
    expect(await other.say('yes', one.confirmationIds()[0])).toContain('There is no such order');
    expect(await ordersSent(stack)).toEqual([]);
  });

  it('of which nobody knows what became is not repeated', async () => {
    const person = await personOf();
    await person.ask('Buy 1 AAPL');
    await hook(stack, 'post', '/faults', { method: 'POST', path: '/orders', times: 1, kind: 'drop_before_accept' });
    expect(await person.say('yes')).toContain('Nobody knows yet whether the order was placed');
    expect(person.states()).toEqual(['unknown']);
  });
});

/** Calls confirm_trade with the very id that it was told. */
const confirmsByItself: Model = async (messages, tools) => {
  const told = messages.map(({ content }) => JSON.stringify(content)).join('');
  const id = /confirmation_id\\+":\\+"([^"\\]+)/.exec(told)?.[1];
  const isNew = messages.at(-1)?.content[0]?.type === 'text';
  if (!id || !isNew) return scriptedModel(messages, tools);
  return [{ type: 'tool_use', id: 'by-itself', name: 'confirm_trade', input: { confirmation_id: id } }];
};

describe('the token', () => {
  it('goes along with every call, never to the browser, and is minted once for many questions', async () => {
    const { seen, mints, env } = await watching();
    const person = await personOf({ env });
    const pages = [];
    for (const question of ['Accounts?', 'Positions?', 'Buy 1 AAPL']) pages.push(await person.ask(question));
    expect(mints()).toBe(1);
    const sent = seen.filter(({ path }) => path === '/mcp').map(({ authorization }) => authorization);
    expect(new Set(sent).size).toBe(1);
    const secrets = [sent[0]!.replace('Bearer ', ''), ...Object.entries(environmentOf(stack)).flatMap(secretIn)];
    for (const page of pages) for (const secret of secrets) expect(page).not.toContain(secret);
  });

  it('is renewed in the last five minutes, before anything is refused', async () => {
    const { seen, mints, env } = await watching();
    const person = await personOf({ env });
    await person.ask('Accounts?');
    stack.clock.advance(54 * 60_000);
    await person.ask('Accounts?');
    expect(mints()).toBe(1);
    stack.clock.advance(61_000);
    await person.ask('Accounts?');
    expect(mints()).toBe(2);
    expect(seen.every(({ status }) => status === 200)).toBe(true);
  });

  it('is renewed once after a 401, and the question is answered', async () => {
    const { mints, env } = await watching({ answer401To: (tool, count) => tool === 'list_accounts' && count === 0 });
    expect(await (await personOf({ env })).ask('Accounts?')).toContain('Kestrel');
    expect(mints()).toBe(2);
  });

  it('that is refused twice is told, and that is the end of it', async () => {
    const { seen, mints, env } = await watching({ answer401To: () => true });
    expect(await (await personOf({ env })).ask('Accounts?')).toContain('Please tell whoever runs it.');
    expect(mints()).toBe(2);
    expect(seen.filter(({ status }) => status === 401)).toHaveLength(2);
  });

  it('that is refused while an order is confirmed: nothing is repeated, and the person may say yes again', async () => {
    const { seen, env } = await watching({ answer401To: (tool, count) => tool === 'confirm_trade' && count === 0 });
    const person = await personOf({ env });
    await person.ask('Buy 1 AAPL');
    expect(await person.say('yes')).toContain('Not sent. The gateway did not accept the token any more.');
    expect(seen.filter(({ tool }) => tool === 'confirm_trade')).toHaveLength(1);
    expect(person.states()).toEqual(['open']);
    await person.say('yes');
    expect(person.states()).toEqual(['sent']);
    expect(await ordersSent(stack)).toHaveLength(1);
  });

  it('has the scopes that were configured, and with read alone nothing is prepared', async () => {
    const person = await personOf({ env: { CT_SCOPES: 'read' } });
    expect(await person.ask('Buy 1 AAPL')).toContain('There is no such tool.');
    expect(person.confirmationIds()).toEqual([]);
  });

  it('that cannot be minted is told in words', async () => {
    const person = await personOf({ env: { CT_USER_SECRET: 'wrong' } });
    expect(await person.ask('Accounts?')).toContain('No token was minted. user-id and user-secret do not belong');
  });
});

describe('what goes wrong is told in words', () => {
  it('the limit, with the seconds to wait, and no call more in that turn', async () => {
    await stack.close();
    stack = await startMinting({ settings: { callsPerMinute: 3 } });
    const { seen, env } = await watching();
    const tools = ['list_positions', 'get_balances', 'list_orders', 'list_transactions'];
    const insists: Model = async (messages) => [
      { type: 'tool_use', id: `${messages.length}`, name: tools[((messages.length - 1) / 2) % 4]!, input: {} },
    ];
    const person = await personOf({ env, model: insists });
    const page = await person.ask('Positions?');
    expect(page).toMatch(/Too many requests for now. Please try again in 60 seconds./);
    expect(page).toContain('came to no end and was stopped');
    expect(seen.filter(({ tool }) => tool !== '').map(({ tool }) => tool)).toEqual(tools);
  });

  it('an error of the broker', async () => {
    const person = await personOf();
    expect(await person.ask('Buy 1 NOSUCH')).toMatch(/This app<\/h2><p>[^<]*NOSUCH/);
    expect(person.confirmationIds()).toEqual([]);
    await person.ask('Buy 10000 AAPL');
    expect(await person.say('yes')).toMatch(/Not sent\. [^<]*buying power/i);
    expect(person.states()).toEqual(['refused']);
  });

  it('a call that failed is not made again in the same turn', async () => {
    const { seen, env } = await watching();
    const repeats: Model = async (messages) =>
      messages.length > 6
        ? [{ type: 'text', text: 'I give up.' }]
        : [{ type: 'tool_use', id: `${messages.length}`, name: 'get_quote', input: { symbol: 'NOSUCH' } }];
    expect(await (await personOf({ env, model: repeats })).ask('Quote?')).toContain('I give up.');
    expect(seen.filter(({ tool }) => tool === 'get_quote')).toHaveLength(1);
  });

  it('a gateway that is gone', async () => {
    const person = await personOf();
    await person.ask('Accounts?');
    await stack.gateway.close();
    expect(await person.ask('Accounts?')).toContain('The gateway cannot be reached');
  });
});

describe('the page', () => {
  it('runs no script, is framed by nobody and stored by nobody', async () => {
    const client = await startClient(stack);
    ends.push(client.close);
    const answer = await fetch(client.origin);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await answer.text()).not.toMatch(/<script|style=|\son[a-z]+=/i);
  });

  it('shows what a model or a person wrote, and runs none of it', async () => {
    const injects: Model = async () => [{ type: 'text', text: '<img src=x onerror=alert(1)>' }];
    const page = await (await personOf({ model: injects })).ask('<script>alert(1)</script>');
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script&gt;');
  });

  it.each([
    ['another page', {}, { origin: 'https://evil.example' }],
    ['another site, as the browser says', {}, { 'sec-fetch-site': 'cross-site' }],
    ['who has not read the page', { csrf: 'guessed' }, {}],
    ['a browser without the cookie', {}, { cookie: '' }],
    ['a form of another kind', {}, { 'content-type': 'text/plain' }],
    ['a name that is not this machine’s', {}, { host: 'rebound.example' }],
  ])('takes no yes from %s', async (_who, fields, headers) => {
    const client = await startClient(stack);
    ends.push(client.close);
    const person = personAt(client);
    await person.ask('Buy 1 AAPL');
    const answer = { confirmation_id: person.confirmationIds()[0]!, says: 'yes', ...fields };
    const status =
      'host' in headers
        ? await statusWithHost(client.origin, String(headers.host))
        : (await person.post('/answers', answer, headers as unknown as Record<string, string>)).status;
    expect([403, 421]).toContain(status);
    await person.open();
    expect(person.states()).toEqual(['open']);
  });
});

/** `fetch` sets the host itself. */
async function statusWithHost(origin: string, host: string): Promise<number | undefined> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request(origin, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

const secretIn = ([name, value]: [string, string]) => (/SECRET|KEY/.test(name) && value !== 'scripted' ? [value] : []);
