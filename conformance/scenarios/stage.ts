import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Mcp } from '../vocabulary/mcp.ts';
import type { Authorized, Connection, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person, Traits } from '../vocabulary/people.ts';
import type { World } from '../vocabulary/world.ts';

/** The cast: what a name in `as:` stands for. Any other name is one more trader. */
const cast: Record<string, Traits> = {
  trader: {},
  reader: { trading: false },
  free: { plan: 'free' },
  twin: { accounts: 2 },
};

/** What one client holds as the journey goes on. */
export interface Actor {
  client?: OAuthClient;
  authorized?: Authorized;
  connection?: Connection;
  /** Earlier connections and refreshes, oldest first. */
  past: Connection[];
  mcp?: Mcp;
}

/** Where a journey is played: the people and clients in it, by the names that the journey gives them. */
export interface Stage {
  world: World;
  person(name: string): Promise<Person>;
  actor(name: string): Actor;
  connection(name: string): Connection;
  /** The MCP client of a connected client; one session for as long as the token stays the same. */
  mcp(name: string): Mcp;
  /** Remembers a new connection of a client. */
  connected(name: string, connection: Connection): void;
  /** Client IDs that Client Center showed, newest last. */
  keys: { name: string; clientId: string; owner: string }[];
}

/** A stage for a journey; with `newcomer`, nobody in it was asked for permission before. */
export function createStage(world: World, newcomer = false): Stage {
  const people = new Map<string, Promise<Person>>();
  const actors = new Map<string, Actor>();
  const stage: Stage = {
    world,
    keys: [],
    person(name) {
      const known = people.get(name) ?? world.person({ ...cast[name], newcomer });
      people.set(name, known);
      return known;
    },
    actor(name) {
      const known = actors.get(name) ?? { past: [] };
      actors.set(name, known);
      return known;
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
