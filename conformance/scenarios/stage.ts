import { randomBytes } from 'node:crypto';
import { callbackOf, personaOf } from '../personas/index.ts';
import type { Answer } from '../vocabulary/answer.ts';
import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { Authorized, Connection, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';
import { CAST } from './cast.ts';

/** What one client holds as the journey goes on. */
export interface Actor {
  client?: OAuthClient;
  authorized?: Authorized;
  connection?: Connection;
  /** Earlier connections and refreshes, oldest first. */
  past: Connection[];
  mcp?: Mcp;
  /** By what the order is confirmed that it prepared last. */
  confirmation?: string;
  /** The id of the partner key that it has. */
  partnerKey?: string;
  /** What its last burst of calls was refused with. */
  refusal?: Answer;
}

/** Where a journey is played: the people and clients in it, by the names that the journey gives them. */
export interface Stage {
  world: World;
  person(name: string): Promise<Person>;
  actor(name: string): Actor;
  /** What the clients of this journey call themselves. */
  clientNames(): string[];
  /** What the client of this name is at the target: one of its own, or a Client ID that is at hand. */
  client(name: string, person: Person): Promise<OAuthClient>;
  connection(name: string): Connection;
  /** The MCP client of a connected client; one session for as long as the token stays the same. */
  mcp(name: string): Mcp;
  /** Remembers a new connection of a client. */
  connected(name: string, connection: Connection): void;
  /** Client IDs that Client Center showed, newest last. */
  keys: { name: string; clientId: string; owner: string }[];
}

/** What a journey demands of its people and clients. */
export interface StageNeeds {
  /** Nobody in it was asked for permission before. */
  newcomers?: boolean;
  /** None of its clients was allowed anything before. */
  newClients?: boolean;
  /** Nobody is signed in when it begins. */
  emptyBrowsers?: boolean;
  /** Its clients must be told from all others that its people use. */
  namedApart?: boolean;
}

/** A stage for one journey. */
export function createStage(world: World, needs: StageNeeds = {}): Stage {
  const { newClients = false, namedApart = false, emptyBrowsers = true } = needs;
  // Somebody new is signed in nowhere, and has no clients but those of this journey.
  const newcomers = needs.newcomers || ((namedApart || emptyBrowsers) && world.hooks.has('users'));
  const people = new Map<string, Promise<Person>>();
  const actors = new Map<string, Actor>();
  function comes(name: string): Promise<Person> {
    const traits = { ...CAST[name], ...(newcomers ? { newcomer: true } : {}) };
    const person = world.person(Object.keys(traits).length > 0 ? traits : undefined);
    return emptyBrowsers ? withEmptyBrowser(person) : person;
  }
  const stage: Stage = {
    world,
    keys: [],
    person(name) {
      const known = people.get(name) ?? comes(name);
      people.set(name, known);
      return known;
    },
    actor(name) {
      const owner = personaOf(name)?.sharesConnectionOf ?? name;
      const known = actors.get(owner) ?? { past: [] };
      actors.set(owner, known);
      return known;
    },
    clientNames: () => [...actors.values()].flatMap(({ client }) => (client ? [client.name] : [])),
    async client(name, person) {
      const persona = personaOf(name);
      const wanted = { name: persona?.name ?? name, person };
      const redirectUri = persona ? callbackOf(persona) : world.redirectUri;
      // They are shared unless it is the first time.
      if (world.hooks.has('reset')) return world.client({ ...wanted, redirectUri, fresh: newClients && !newcomers });
      if (await registersClients(world)) {
        const own = namedApart ? `${wanted.name} ${randomBytes(2).toString('hex')}` : wanted.name;
        return world.client({ ...wanted, name: own, redirectUri, fresh: newClients || namedApart });
      }
      const clients = [...actors.values()].filter((actor) => actor.client).length;
      return world.client({ ...wanted, other: clients > 0 });
    },
    connection(name) {
      const { connection, client, authorized } = stage.actor(name);
      if (!client && !authorized)
        throw new Untestable(`the journey does not say how ${name} connects before this step`);
      if (!connection) throw new Blocked(`${name} is not connected at this point of the journey`);
      return connection;
    },
    mcp(name) {
      const actor = stage.actor(name);
      actor.mcp ??= world.mcp(stage.connection(name));
      return actor.mcp;
    },
    connected(name, connection) {
      const actor = stage.actor(name);
      if (actor.connection) actor.past.push(actor.connection);
      actor.connection = connection;
      delete actor.mcp;
    },
  };
  return stage;
}

/** Nobody is signed in there. */
async function withEmptyBrowser(coming: Promise<Person>): Promise<Person> {
  const person = await coming;
  person.browser.forget();
  return person;
}

async function registersClients(world: World): Promise<boolean> {
  const { authorizationServer } = await world.discovery();
  return typeof authorizationServer?.doc.registration_endpoint === 'string';
}
