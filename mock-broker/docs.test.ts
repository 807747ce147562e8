import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '../dev/testing/broker.ts';
import { faultKinds } from './faults.ts';

const text = readFileSync(fileURLToPath(new URL('../docs/mock-broker.md', import.meta.url)), 'utf8');
const pattern = /^(broker|hook) (GET|POST|PATCH|DELETE) '?([^\s']+)'?(?: '(.*?)')? +# (\d{3})$/gm;
const examples = [...text.matchAll(pattern)].map(([line, to, method, path, body, status]) => ({
  line: line!.replace(/ +#/, ' #'),
  to,
  method: method!.toLowerCase() as 'get' | 'post' | 'patch' | 'delete',
  path: path!,
  body: body === undefined ? undefined : JSON.parse(body),
  status: Number(status),
}));

let desk: Desk;
let trader: ReturnType<Desk['as']>;
const known: Record<string, string> = {};
beforeAll(async () => {
  desk = await openDesk();
  trader = desk.as('free@example.com');
  const { id, accounts } = (await trader('get', '/v1/users/me')).body;
  Object.assign(known, { $USER: id, $ACCOUNT: accounts[0].id });
});
afterAll(() => desk.close());

test.each(examples)('$line', async ({ to, method, path, body, status }) => {
  const url = path.replace(/\$[A-Z]+/g, (name) => known[name]!);
  const reply = to === 'hook' ? await desk.hook(method, url, body) : await trader(method, url, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(status);
  if (to === 'broker' && path === '/v2/orders' && method === 'post' && status === 200) known.$ORDER = reply.body.id;
});

test('there are examples, and one for each fault', () => {
  expect(examples.length).toBeGreaterThan(50);
  for (const kind of faultKinds) expect(text).toContain(`"kind":"${kind}"`);
});
