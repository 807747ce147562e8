import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bank, callApi, obtainTokens, openBank, type Reply } from '../../dev/testing/bank.ts';

let bank: Bank;
let clientId: string;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());
beforeEach(async () => {
  bank.broker.reset();
  clientId = await bank.makeKey();
});

const said = ({ status, body }: Reply) => [status, body.error];
const refreshForm = (refresh_token: string, client_id = clientId) => ({
  grant_type: 'refresh_token',
  client_id,
  refresh_token,
});

describe('refreshing', () => {
  test('rotates, and the API takes the new token', async () => {
    const first = (await obtainTokens(bank, clientId)).body;
    bank.clock.advance(3_600_000);
    expect((await callApi(bank, first.access_token)).status).toBe(401);
    const second = await bank.token(refreshForm(first.refresh_token));
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect((await callApi(bank, second.body.access_token)).status).toBe(200);
  });

  test('a used refresh token that comes back ends the connection', async () => {
    const first = (await obtainTokens(bank, clientId)).body;
    const second = (await bank.token(refreshForm(first.refresh_token))).body;
    expect(said(await bank.token(refreshForm(first.refresh_token)))).toEqual([400, 'invalid_grant']);
    expect(said(await bank.token(refreshForm(second.refresh_token)))).toEqual([400, 'invalid_grant']);
    expect((await callApi(bank, second.access_token)).status).toBe(401);
  });

  test('is for the client that the token was issued to', async () => {
    const { refresh_token } = (await obtainTokens(bank, clientId)).body;
    const other = await bank.makeKey();
    expect(said(await bank.token(refreshForm(refresh_token, other)))).toEqual([400, 'invalid_grant']);
    expect((await bank.token(refreshForm(refresh_token))).status).toBe(200);
  });

  test('narrows the scope but never widens it', async () => {
    const { refresh_token } = (await obtainTokens(bank, clientId)).body;
    const wider = await bank.token({ ...refreshForm(refresh_token), scope: 'order:execution' });
    expect(said(wider)).toEqual([400, 'invalid_scope']);
    const narrower = await bank.token({ ...refreshForm(refresh_token), scope: 'order:information' });
    expect(narrower.body.scope).toBe('order:information');
    expect((await callApi(bank, narrower.body.access_token)).status).toBe(403);
  });

  test('stops after 30 days, and refuses what it never issued', async () => {
    const { refresh_token } = (await obtainTokens(bank, clientId)).body;
    bank.clock.advance(30 * 86_400_000);
    expect(said(await bank.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant']);
    expect(said(await bank.token(refreshForm('made-up')))).toEqual([400, 'invalid_grant']);
    expect(said(await bank.token(refreshForm('')))).toEqual([400, 'invalid_request']);
  });
});

describe('revoking', () => {
  const revoke = (form: Record<string, string>) =>
    supertest(bank.broker.origin).post('/oauth2/revoke').type('form').send(form);

  test('a refresh token ends the whole connection at once', async () => {
    const { access_token, refresh_token } = (await obtainTokens(bank, clientId)).body;
    expect((await revoke({ client_id: clientId, token: refresh_token })).status).toBe(200);
    expect((await callApi(bank, access_token)).status).toBe(401);
    expect(said(await bank.token(refreshForm(refresh_token)))).toEqual([400, 'invalid_grant']);
  });

  test('an access token goes alone', async () => {
    const { access_token, refresh_token } = (await obtainTokens(bank, clientId)).body;
    expect((await revoke({ client_id: clientId, token: access_token })).status).toBe(200);
    expect((await callApi(bank, access_token)).status).toBe(401);
    expect((await bank.token(refreshForm(refresh_token))).status).toBe(200);
  });

  test('another client’s token stays, an unknown one is no error, none is', async () => {
    const { access_token, refresh_token } = (await obtainTokens(bank, clientId)).body;
    const other = await bank.makeKey();
    expect(said(await revoke({ client_id: other, token: refresh_token }))).toEqual([400, 'invalid_grant']);
    expect((await callApi(bank, access_token)).status).toBe(200);
    expect((await revoke({ client_id: clientId, token: 'made-up' })).status).toBe(200);
    expect(said(await revoke({ client_id: clientId }))).toEqual([400, 'invalid_request']);
    expect(said(await revoke({ client_id: 'never-made', token: refresh_token }))).toEqual([401, 'invalid_client']);
  });
});
