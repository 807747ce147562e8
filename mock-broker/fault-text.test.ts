import { expect, test } from 'vitest';
import { openDesk } from '../dev/testing/broker.ts';
import { faultFrom } from './fault-text.ts';
import { faultKinds } from './faults.ts';

test.each(faultKinds)('%s can be typed', (kind) => {
  expect(faultFrom(kind)).toEqual({ kind });
});

test('fields follow a colon', () => {
  expect(faultFrom('server_error:status=503,times=3')).toEqual({ kind: 'server_error', status: 503, times: 3 });
  expect(faultFrom('timeout:accept=true,path=/orders:by_client_order_id')).toEqual({
    kind: 'timeout',
    accept: true,
    path: '/orders:by_client_order_id',
  });
});

test.each([
  'earthquake',
  'slow:seconds=soon',
  'slow:seconds=',
  'timeout:accept=maybe',
  'slow:colour=red',
  'server_error:status=200',
  '',
])('%j is not a fault, and is told why', (text) => {
  expect(() => faultFrom(text)).toThrow(/^(there is no fault|the fault) /);
});

test('a brokerage can be started with faults', async () => {
  const desk = await openDesk({ faults: [faultFrom('server_error:status=503')] });
  const trader = desk.as('trader@example.com');
  expect((await trader('get', '/v2/clock')).status).toBe(503);
  expect((await trader('get', '/v2/clock')).status).toBe(200);
  await desk.close();
});
