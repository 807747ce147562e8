import { type DocumentPlace, documentOf, type Served, withDocuments } from '../../stage/documents.ts';
import { isDeadEnd } from '../../stage/error-response.ts';
import type { Conduct, Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';

const conduct: Conduct = {
  applies: { needs: ['metadata-documents'] },
  spends: 'sign-ins',
  lane: 'exclusive',
  variations: ['pages-in-capitals', 'forms-with-more-fields'],
};
export const control = ['registration/takes-a-client-by-its-document'];

export const clientAt = ({ redirectUri }: World, clientId: string): OAuthClient => ({
  clientId,
  redirectUri,
  name: 'openbell by document',
  selfRegistered: true,
});

export const ask = async (world: World, clientId: string, redirectUri = world.redirectUri): Promise<Authorized> =>
  authorize(world, { client: { ...clientAt(world, clientId), redirectUri }, person: await world.person() });

/** The user was told on a page, and went no further. */
export function turnedAway({ landing }: Authorized, what: string): void {
  const where = landing.redirect?.url;
  const expected = `a page that refuses ${what}`;
  expect.that(!where, { expected, seen: `a redirect to ${where?.origin}${where?.pathname}` });
  const page = landing.stoppedAt;
  expect.that(page && isDeadEnd(page), { expected, seen: `${page?.status} “${page?.title}”` });
}

export function letIn({ code, landing }: Authorized): void {
  const seen = landing.stoppedAt ? `${landing.stoppedAt.status} “${landing.stoppedAt.title}”` : 'none';
  expect.that(code, { expected: 'a code for a client with a document in order', seen });
}

export interface Trial {
  world: World;
  place: DocumentPlace;
  /** The URL of a path where a document in order stands, with this put over it. */
  put(path: string, over?: Record<string, unknown>, served?: Omit<Served, 'body'>): string;
}

export interface Told {
  /** The origin of the documents is vouched for; without TLS, unless this is `tls`. */
  trusts?: 'tls' | 'no';
  judge(trial: Trial): Promise<void>;
}

export const told: Table<Told> = {
  ...conduct,
  async run(world, { trusts, judge }) {
    if (trusts !== 'no') world.hooks.assertHas('documents');
    await withDocuments(world, async (place) => {
      if (trusts !== 'no') await world.hooks.trustDocuments(place.origin, trusts !== 'tls');
      await judge({
        world,
        place,
        put(path, over = {}, served = {}) {
          const url = `${place.origin}${path}`;
          place.put(path, { ...served, body: { ...documentOf(world, url), ...over } });
          return url;
        },
      });
    });
  },
};
