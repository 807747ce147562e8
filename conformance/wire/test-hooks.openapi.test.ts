import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createVirtualClock } from '../../mock-broker/clock.ts';
import { createBroker, faultKinds } from '../../mock-broker/index.ts';
import { packageRoot } from '../files/package-root.ts';

interface Operation {
  requestBody?: { content: { 'application/json': { schema: object } } };
  responses: Record<string, { content?: { 'application/json': { schema: object } } }>;
}
type Path = Record<string, Operation>;

const document = parse(readFileSync(join(packageRoot, 'conformance/wire/test-hooks.openapi.yaml'), 'utf8'));
const paths: Record<string, Path> = document.paths;
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
ajv.addSchema({ $id: 'hooks', components: document.components });

/** A schema of the document, with its references read from there. */
const schemaOf = (schema: object) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"hooks#/components'));
const departure = (schema: object, value: unknown) =>
  ajv.validate(schemaOf(schema), value) ? null : ajv.errorsText(ajv.errors);

const resolve = <T extends object>(value: T | { $ref: string }): T =>
  '$ref' in value ? document.components[value.$ref.split('/')[2]!][value.$ref.split('/')[3]!] : value;

function operation(method: string, path: string): Operation | undefined {
  const [found] = Object.entries(paths)
    .filter(([template]) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.split('?')[0]!))
    .map(([, operations]) => operations[method.toLowerCase()]);
  return found;
}

const text = readFileSync(join(packageRoot, 'docs/mock-broker.md'), 'utf8');
const examples = [...text.matchAll(/^hook (GET|POST|PATCH|DELETE) ([^\s']+)(?: '(.*?)')? +# (\d{3})$/gm)].map(
  ([, method, path, body, status]) => ({
    method: method!,
    path: path!,
    body: body && JSON.parse(body),
    status: status!,
  }),
);

test.each(examples)('$method $path $body is described', ({ method, path, body, status }) => {
  const described = operation(method, path);
  expect(Object.keys(described?.responses ?? {})).toContain(status);
  const schema = described?.requestBody?.content['application/json'].schema;
  if (body) expect(departure(schema!, body)).toBeNull();
});

test('the closed list of faults is the same', () => {
  expect(document.components.schemas.FaultKind.enum).toEqual(faultKinds);
});

describe('the mock brokerage', () => {
  const clock = createVirtualClock();
  let broker: Awaited<ReturnType<typeof createBroker>>;
  beforeAll(async () => {
    broker = await createBroker({ clock, hooksToken: 'token', advance: (ms) => clock.advance(ms) });
  });
  afterAll(() => broker.close());

  async function call(method: string, path: string, body?: object) {
    const answer = await fetch(`${broker.origin}/test-hooks${path}`, {
      method,
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const said = await answer.text();
    return { status: answer.status, body: said ? JSON.parse(said) : undefined };
  }

  // The gateway alone mints tokens, reads documents and knows platforms and partners.
  const offered = Object.entries(paths)
    .filter(([path]) => path !== '/tokens' && !/^\/(platforms|partners|documents)/.test(path))
    .flatMap(([path, operations]) =>
      Object.keys(operations).flatMap((method) => (method === 'parameters' ? [] : [[method, path] as const])),
    );
  test.each(offered)('offers %s %s', async (method, path) => {
    const answer = await call(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'), method === 'get' ? undefined : {});
    expect(answer.body?.message ?? '').not.toContain('no such hook');
    expect(answer.status).toBeLessThan(500);
  });

  test.each([
    ['GET', '/', undefined],
    ['GET', '/clock', undefined],
    ['POST', '/clock', { advance_seconds: 60 }],
    ['POST', '/market', { open: true }],
    ['POST', '/market/symbols/AAPL', { quote: { bid: '100', ask: '100.10' }, pause_seconds: 60 }],
    ['GET', '/market', undefined],
    ['POST', '/users', { name: 'Nora New' }],
    ['POST', '/people', { count: 2, key: { name: 'many', redirect_uri: 'https://gateway.example/callback' } }],
    ['POST', '/users/free@example.com/accounts', undefined],
    ['POST', '/users/free@example.com/connections', { name: 'robot', trading: false }],
    ['PATCH', '/users/free@example.com/connections/robot', { trading: true }],
    ['GET', '/users/free@example.com/connections', undefined],
    ['POST', '/faults', { kind: 'slow', for_seconds: 60 }],
    ['POST', '/faults', { kind: 'timeout', user: 'free@example.com', accept: true }],
    ['GET', '/faults', undefined],
    ['POST', '/restart', undefined],
    ['GET', '/audit', undefined],
    ['GET', '/journal', undefined],
  ])('answers %s %s as described', async (method, path, body) => {
    const answer = await call(method, path, body);
    const described = resolve(operation(method, path)!.responses[answer.status]!);
    expect(departure(described.content!['application/json'].schema, answer.body)).toBeNull();
  });
});
