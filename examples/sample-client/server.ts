import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConversation } from './conversation.ts';
import { createGateway } from './gateway.ts';
import { createMinting } from './minting.ts';
import type { Model } from './model.ts';
import { pageOf, style } from './page.ts';
import type { Settings } from './settings.ts';
import { type Clock, createTokenCache } from './token-cache.ts';
import { cookieFor, createVisitors, csrfMatches, isLocalName, isOwnForm } from './visitors.ts';

const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const mostBytes = 16_384;

/** Starts the page and what stands behind it. The browser is given words and forms: no token, no key, no credentials. */
export async function startSampleClient(settings: Settings, model: Model, clock: Clock) {
  const tokens = createTokenCache(clock, createMinting(settings, clock));
  const gateway = createGateway(settings.mcpUrl, settings.user.userId, tokens);
  const visitors = createVisitors(() => createConversation({ model, gateway, clock }));

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const send = (status: number, body = '', type = 'text/plain; charset=utf-8', more = {}) =>
      void res.writeHead(status, { ...headers, 'content-type': type, ...more }).end(body);
    if (!isLocalName(req.headers.host)) return send(421, 'This page is for this machine.');
    const route = `${req.method} ${req.url}`;
    if (route === 'GET /style.css') return send(200, style, 'text/css; charset=utf-8');
    if (route === 'GET /') {
      const visitor = visitors.find(req) ?? visitors.welcome();
      const page = pageOf(visitor.conversation.entries(), visitor.csrf);
      return send(200, page, 'text/html; charset=utf-8', { 'set-cookie': cookieFor(visitor) });
    }
    if (route !== 'POST /messages' && route !== 'POST /answers') return send(404, 'There is nothing here.');

    const form = await formOf(req);
    const visitor = visitors.find(req);
    if (!form || !visitor || !isOwnForm(req) || !csrfMatches(visitor, form.get('csrf'))) {
      return send(403, 'That was not sent by this page. Open it again and repeat what you did.');
    }
    if (route === 'POST /messages') {
      const text = (form.get('text') ?? '').trim().slice(0, 2000);
      if (text !== '') await visitor.conversation.ask(text);
    } else {
      const says = form.get('says');
      if (says !== 'yes' && says !== 'no') return send(400, 'Say yes or no.');
      await visitor.conversation.answer(form.get('confirmation_id') ?? '', says);
    }
    send(303, '', undefined, { location: '/#end' });
  }

  const server = createServer((req, res) => {
    handle(req, res).catch(() => {
      if (!res.headersSent) res.writeHead(500, headers);
      res.end('Something went wrong here.');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      gateway.close();
    },
  };
}

/** What a form of the page sent; nothing where it is no form, or too long to be ours. */
async function formOf(req: IncomingMessage): Promise<URLSearchParams | undefined> {
  const type = req.headers['content-type']?.split(';')[0];
  let body = '';
  req.setEncoding('utf8');
  for await (const chunk of req) {
    body += chunk;
    if (body.length > mostBytes) return undefined;
  }
  return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(body) : undefined;
}
