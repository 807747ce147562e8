import { describe, Violation } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { authentication, type Method, methodOf, methodsToRegister } from '../wire/client-authentication.ts';
import { resourceOf, serverMetadata } from '../wire/discover.ts';
import { authorize, connection, register, tokenRequest } from '../wire/oauth.ts';
import { scopeToAsk } from '../wire/scope-selection.ts';

/** A client that the authorization server knows, how it shows who it is, and what it asks for. */
export interface Member {
  client: OAuthClient;
  method: Method;
  person?: Person | undefined;
  scope: string | undefined;
}

/** A sign-in that came back with a code, and what it is worth. */
export interface Entry {
  member: Member;
  authorized: Authorized;
  /** How the person came back, in words. */
  cameBack: string;
  /** Redeems the code, and says what came of it. */
  redeem(): Promise<string>;
  accessToken: string | undefined;
  /** The scope that was granted. */
  granted: string | undefined;
}

/** Registers a client where that is possible, else takes a Client ID that is at hand. */
export async function getClient(world: World, scope: string | undefined): Promise<Member> {
  const discovery = await world.discovery();
  const server = serverMetadata(discovery).doc;
  const wanted = scope ?? scopeToAsk(discovery);
  assertWayIn(world, server);
  if (!server.registration_endpoint) {
    // A key of Client Center belongs to somebody; who registers needs nobody yet.
    const person = world.hooks.has('users') || world.hooks.has('keys') ? await world.person() : undefined;
    const client = await world.client(person ? { person } : {});
    return { client, method: methodOf(server, client), person, scope: wanted };
  }
  const methods = methodsToRegister(server);
  const ask = (token_endpoint_auth_method: Method) =>
    register(world, {
      redirect_uris: [world.redirectUri],
      token_endpoint_auth_method,
      ...(wanted ? { scope: wanted } : {}),
    });
  let [method] = methods as [Method];
  let answer = await ask(method);
  // What a server lists it may still refuse to strangers; another way that it lists may do.
  for (const other of methods.slice(1)) {
    if (answer.status !== 400) break;
    method = other;
    answer = await ask(other);
  }
  const document = answer.tryJson() as Record<string, unknown> | undefined;
  if (answer.status !== 201 || typeof document?.client_id !== 'string')
    throw new Violation('201 with a client_id', describe(answer), answer);
  const { client_id: clientId, client_secret: clientSecret } = document;
  const client: OAuthClient = {
    clientId,
    redirectUri: world.redirectUri,
    name: 'openbell',
    selfRegistered: true,
    ...(typeof clientSecret === 'string' ? { clientSecret } : {}),
  };
  return { client, method: methodOf(server, client, document.token_endpoint_auth_method ?? method), scope: wanted };
}

/** A profile that was asked for may be another than the gateway's. */
function assertWayIn({ profile }: World, server: { registration_endpoint?: unknown }): void {
  if (!profile?.demands.includes('registration') || server.registration_endpoint) return;
  throw new Violation(`registration, as in the profile ${profile.id}`, 'no registration_endpoint in the metadata');
}

/** Sends a person through sign-in and permission; throws where no code comes back, or one of another server (RFC 9207). */
export async function enter(world: World, member: Member, scope: string | undefined): Promise<Entry> {
  member.person ??= await world.person();
  const { client, person } = member;
  const resource = await resourceOf(world);
  const authorized = await authorize(world, { client, person, scope, params: { scope, resource } });
  const cameBack = landed(authorized);
  const { issuer } = serverMetadata(await world.discovery()).doc;
  const { iss } = authorized.answer;
  if (iss !== undefined && typeof issuer === 'string' && iss !== issuer)
    throw new Violation(`an answer of ${issuer}`, `iss is ${iss}`);
  if (authorized.answer.state !== authorized.state)
    throw new Violation('the state of the request', authorized.answer.state ?? 'no state');
  const entry: Entry = {
    member,
    authorized,
    cameBack,
    accessToken: undefined,
    granted: scope,
    async redeem() {
      const { params, headers } = authentication(member.method, client);
      const answer = await tokenRequest(
        world,
        {
          grant_type: 'authorization_code',
          code: authorized.code,
          redirect_uri: authorized.redirectUri,
          code_verifier: authorized.verifier,
          resource,
          ...params,
        },
        undefined,
        headers,
      );
      const made = connection(client, person, authorized, answer);
      entry.accessToken = made.accessToken;
      entry.granted = made.scope ?? scope;
      const parts = [
        made.scope && `scope ${made.scope}`,
        made.expiresIn && `for ${made.expiresIn} s`,
        made.refreshToken && 'with a refresh token',
      ];
      return ['a token', ...parts.filter(Boolean)].join(', ');
    },
  };
  return entry;
}

function landed({ code, landing, answer }: Authorized): string {
  const pages = landing.pages.map((page) => `“${page.title}”`).join(', ') || 'no page';
  const [remark] = landing.remarks ?? [];
  if (code) return `${pages}, then back with a code${remark ? `; but ${remark.says}` : ''}`;
  if (answer.error)
    throw new Violation('a code', `${answer.error}${answer.error_description ? `: ${answer.error_description}` : ''}`);
  const { stoppedAt } = landing;
  if (!stoppedAt) throw new Violation('a code', `${pages}, then nothing`);
  const named = stoppedAt.errorCode ? `${stoppedAt.errorCode}: ` : '';
  throw new Violation(
    'a code',
    landing.why ?? `the page “${stoppedAt.title}”: ${named}${stoppedAt.text.slice(0, 200)}`,
  );
}
