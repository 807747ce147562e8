import { expect, test } from 'vitest';
import { openDesk } from '../dev/testing/broker.ts';
import type { EdgeResponse } from './types.ts';

test('a mutant sees each answer in one piece and may send another', async () => {
  const seen: EdgeResponse[] = [];
  const desk = await openDesk({
    rewrite(response) {
      seen.push(response);
      const { 'x-ratelimit-limit': _, ...headers } = response.headers;
      if (response.path === '/v2/clock')
        return { ...response, status: 418, headers, body: { code: 1, message: 'tea' } };
      return response;
    },
  });
  const trader = desk.as('trader@example.com');
  const clock = await trader('get', '/v2/clock?x=1');
  expect([clock.status, clock.body]).toEqual([418, { code: 1, message: 'tea' }]);
  expect(clock.headers).not.toHaveProperty('x-ratelimit-limit');
  expect((await trader('get', '/v2/account')).body.status).toBe('ACTIVE');
  expect((await trader('delete', '/v2/orders')).body).toEqual([]);
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v2/clock',
    'GET /v2/account',
    'DELETE /v2/orders',
  ]);
  await desk.close();
});
