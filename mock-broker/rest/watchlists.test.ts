import { expect, test } from 'vitest';
import { deskOfEachTest } from '../../dev/testing/desk.ts';

const desk = deskOfEachTest();
const trader = desk.as('free@example.com');
const symbols = ({ body }: { body: { assets: { symbol: string }[] } }) => body.assets.map(({ symbol }) => symbol);

test('a watchlist is made, found by id and by name, changed, and gone', async () => {
  const made = await trader('post', '/v2/watchlists', { name: 'Tech', symbols: ['MSFT', 'AAPL'] });
  expect([made.status, symbols(made)]).toEqual([200, ['MSFT', 'AAPL']]);
  const path = `/v2/watchlists/${made.body.id}`;
  expect((await trader('get', path)).body).toEqual(made.body);
  expect((await trader('get', '/v2/watchlists:by_name?name=Tech')).body).toEqual(made.body);
  expect((await trader('get', '/v2/watchlists')).body).toMatchObject([{ id: made.body.id, name: 'Tech' }]);
  expect(symbols(await trader('post', path, { symbol: 'KO' }))).toEqual(['MSFT', 'AAPL', 'KO']);
  expect(symbols(await trader('delete', `${path}/MSFT`))).toEqual(['AAPL', 'KO']);
  const changed = await trader('put', path, { name: 'Rest', symbols: ['KO'] });
  expect([changed.body.name, symbols(changed)]).toEqual(['Rest', ['KO']]);
  expect((await trader('delete', path)).status).toBe(204);
  expect((await trader('get', '/v2/watchlists')).body).toEqual([]);
});

test('what is wrong with one is said, and nothing changes', async () => {
  const { id } = (await trader('post', '/v2/watchlists', { name: 'Tech', symbols: ['AAPL'] })).body;
  const other = (await trader('post', '/v2/watchlists', { name: 'Other' })).body;
  const tries: [Parameters<typeof trader>, number][] = [
    [['post', '/v2/watchlists', { name: 'Tech' }], 422],
    [['post', '/v2/watchlists', { symbols: ['AAPL'] }], 422],
    [['post', '/v2/watchlists', { name: 'x'.repeat(65) }], 422],
    [['post', '/v2/watchlists', { name: 'New', symbols: ['NOPE'] }], 404],
    [['put', `/v2/watchlists/${other.id}`, { name: 'Tech' }], 422],
    [['post', `/v2/watchlists/${id}`, { symbol: 'AAPL' }], 422],
    [['post', `/v2/watchlists/${id}`, {}], 404],
    [['delete', `/v2/watchlists/${id}/KO`], 404],
    [['get', '/v2/watchlists:by_name?name=Nobody'], 404],
    [['get', '/v2/watchlists:by_name'], 422],
  ];
  for (const [request, status] of tries)
    expect([request, (await trader(...request)).status]).toEqual([request, status]);
  expect((await trader('get', '/v2/watchlists')).body).toHaveLength(2);
  expect((await desk.as('trader@example.com')('get', `/v2/watchlists/${id}`)).status).toBe(404);
});
