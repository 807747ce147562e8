import { clientIn } from '../../stage/clients.ts';
import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect, NotOffered } from '../../vocabulary/expect.ts';
import type { Outgoing } from '../../vocabulary/http.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';

/** A client of its own for each row, and the way to its registration (RFC 7592). */
export interface Managed {
  client: OAuthClient;
  url: string;
  token: string;
  /** What the client sends to change itself: all that it registered, without what the server alone says. */
  metadata: Record<string, unknown>;
}

interface Management {
  /** Put over what is registered. */
  registers?: Record<string, unknown>;
  judge(world: World, managed: Managed): Promise<void>;
}

const SERVERS_OWN = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** Registers a client that can be managed; `NotOffered` where the answer says nothing of that. */
export async function managedClient(world: World, over: Record<string, unknown> = {}): Promise<Managed> {
  const none = 'registrations cannot be managed: their answers name no place for it';
  if (world.managesClients() === false) throw new NotOffered(none);
  const name = 'openbell managed';
  const answer = await register(world, { client_name: name, ...over });
  const client = clientIn(answer, world.redirectUri, name);
  const document: Record<string, unknown> = answer.json();
  const { registration_client_uri: url, registration_access_token: token } = document;
  if (typeof url !== 'string' || typeof token !== 'string') throw new NotOffered(none);
  world.secrets.note('registration_access_token', token);
  const metadata = Object.fromEntries(Object.entries(document).filter(([member]) => !SERVERS_OWN.includes(member)));
  return { client, url, token, metadata };
}

export const management: Table<Management> = {
  applies: { needs: ['registration', 'managed-registrations'] },
  lane: 'exclusive',
  dependsOn: ['registration/answers-201-with-a-client-id'],
  async run(world, { registers, judge }) {
    await judge(world, await managedClient(world, registers));
  },
};

/** A request to the place of a registration, with its token unless another is given, or none. */
export async function manage(
  world: World,
  { url, token }: Pick<Managed, 'url' | 'token'>,
  outgoing: Omit<Outgoing, 'url'> = {},
): Promise<Answer> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await world.http.send({ method: 'GET', ...outgoing, url, headers });
  if (outgoing.method === 'DELETE' && answer.status === 204) world.clientIsGone(url);
  return answer;
}

/** Changes the registration; a token that comes with the answer stands in the place of the one before (RFC 7592 §3). */
export async function change(world: World, managed: Managed, over: Record<string, unknown>): Promise<Answer> {
  const answer = await manage(world, managed, { method: 'PUT', json: { ...managed.metadata, ...over } });
  world.clientWasChanged(answer);
  const { registration_access_token: token } = (answer.tryJson() ?? {}) as Record<string, unknown>;
  if (answer.status === 200 && typeof token === 'string') managed.token = token;
  return answer;
}

/** Refused, or taken without what was asked for. */
export function refusedOrWithout(answer: Answer, member: string, wish: unknown): void {
  if (answer.status >= 400 && answer.status < 500) return;
  expect.status(answer, 200);
  const seen = `200 with the ${member} that was asked for`;
  expect.that(JSON.stringify(answer.json()[member]) !== JSON.stringify(wish), {
    expected: `a refusal, or another ${member}`,
    seen,
    at: answer,
  });
}
