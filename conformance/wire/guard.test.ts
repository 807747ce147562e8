import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGuard, type GuardOptions, type Lookup, reachOf } from './guard.ts';
import { createHttp, createPool } from './http.ts';
import { createRecorder } from './recorder.ts';

const names: Record<string, string[]> = {
  'mcp.example.com': ['203.0.113.7'],
  'auth.example.com': ['198.51.100.9', '2001:db8::9'],
  'rebinds.example.com': ['127.0.0.1'],
  'split.example.com': ['10.0.0.7', '203.0.113.8'],
  'metadata.example.com': ['169.254.169.254'],
  'mapped.example.com': ['::ffff:10.0.0.7'],
  localhost: ['127.0.0.1', '::1'],
  'desk.internal': ['10.1.2.3'],
};
const lookup: Lookup = async (host) => (names[host] ?? []).map((address) => ({ address, family: 4 }));
const admits = async (options: Partial<GuardOptions>, host: string, port = '80') => {
  const guard = createGuard({ target: 'https://mcp.example.com/mcp', lookup, ...options });
  return (await guard.admit(host, port)).map(({ address }) => address);
};

test.each([
  ['8.8.8.8', 'outside'],
  ['2606:4700::1111', 'outside'],
  ['127.0.0.1', 'this machine'],
  ['127.255.255.254', 'this machine'],
  ['0.0.0.0', 'this machine'],
  ['::1', 'this machine'],
  ['::', 'this machine'],
  ['::ffff:127.0.0.1', 'this machine'],
  ['::ffff:7f00:1', 'this machine'],
  ['64:ff9b::7f00:1', 'this machine'],
  ['::127.0.0.1', 'this machine'],
  ['2002:7f00:1::', 'this machine'],
  ['::ffff:169.254.169.254', 'link-local network'],
  ['169.254.169.254', 'link-local network'],
  ['fe80::1', 'link-local network'],
  ['fe80::1%eth0', 'link-local network'],
  ['2002:a9fe:a9fe::1', 'link-local network'],
  ['10.0.0.7', 'private network'],
  ['172.31.255.255', 'private network'],
  ['192.168.1.1', 'private network'],
  ['100.64.0.1', 'private network'],
  ['64:ff9b::a00:7', 'private network'],
  ['fd00::1', 'private network'],
  ['239.1.1.1', 'private network'],
] as const)('%s is %s', (address, reach) => expect(reachOf(address)).toBe(reach));

test('every address of IPv4 is as near when IPv6 holds it', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(reachOf(`::ffff:${address}`)).toBe(reachOf(address));
      expect(reachOf(`64:ff9b::${address}`)).toBe(reachOf(address));
    }),
  );
});

describe('a target of the outside', () => {
  test.each([
    '127.0.0.1',
    'localhost',
    '10.0.0.7',
    '169.254.169.254',
    '::1',
    'fd00::1',
    'rebinds.example.com',
    'metadata.example.com',
    'mapped.example.com',
    'desk.internal',
  ])('does not lead to %s', async (host) => {
    await expect(admits({}, host)).rejects.toThrow('it was not asked (“inside_origins”');
  });
  test('leads to other places of the outside', async () => {
    expect(await admits({}, 'auth.example.com')).toEqual(names['auth.example.com']);
    expect(await admits({}, 'split.example.com')).toEqual(['203.0.113.8']);
  });
  test('leads where somebody has allowed it', async () => {
    expect(await admits({ allowed: ['http://desk.internal:8080'] }, 'desk.internal')).toEqual(['10.1.2.3']);
    await expect(admits({ allowed: ['http://desk.internal'] }, '10.1.2.3')).rejects.toThrow('private network');
  });
  test('stays outside when its own name is moved inside', async () => {
    let now = '203.0.113.7';
    const guard = createGuard({
      target: 'https://mcp.example.com/mcp',
      lookup: async () => [{ address: now, family: 4 }],
    });
    await guard.admit('mcp.example.com', '443');
    now = '127.0.0.1';
    await expect(guard.admit('mcp.example.com', '443')).rejects.toThrow('this machine');
  });
});

test.each([
  ['http://10.9.9.9/mcp', '10.0.0.7', true],
  ['http://10.9.9.9/mcp', 'auth.example.com', true],
  ['http://10.9.9.9/mcp', '127.0.0.1', false],
  ['http://127.0.0.1:9000/mcp', 'localhost', true],
  ['http://localhost:9000/mcp', '10.0.0.7', true],
  ['http://127.0.0.1:9000/mcp', '169.254.169.254', false],
])('a target at %s leads to %s: %s', async (target, host, may) => {
  const led = admits({ target }, host);
  if (may) expect((await led).length).toBeGreaterThan(0);
  else await expect(led).rejects.toThrow('does not lead there');
});

test('the address is looked at when the connection is made, and nothing is sent to one that is refused', async () => {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url!);
    res.end('secret words');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const target = `http://127.0.0.1:${port}/mcp`;
  const guard = createGuard({ target, lookup, counts: 'outside' });
  const pool = createPool(undefined, { guard });
  const recorder = createRecorder();
  const http = createHttp(recorder, pool, () => 'gateway');
  try {
    expect((await http.get(target)).text).toBe('secret words');
    for (const host of ['rebinds.example.com', 'localhost', '2130706434', '0x7f.2', '127.0.0.2', '[::ffff:127.0.0.1]'])
      await expect(http.get(`http://${host}:${port}/inner`)).rejects.toThrow('does not lead there');
    expect(asked).toEqual(['/mcp']);
    expect(JSON.stringify(recorder.exchanges.slice(1))).not.toContain('secret words');
  } finally {
    await pool.destroy();
    server.close().closeAllConnections();
  }
});
