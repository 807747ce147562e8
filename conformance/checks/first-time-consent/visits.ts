import { Blocked } from '../../expect.ts';
import type { Human, Page } from '../../user-agents/user-agent.ts';
import { authorize, type OAuthClient } from '../../verbs/oauth.ts';
import type { Person } from '../../world/people.ts';
import type { World } from '../../world/world.ts';

/** Goes in as somebody who stops at the last page before the client, and returns that page. */
export async function lastPage(world: World, person: Person, client: OAuthClient): Promise<Page> {
  const { landing } = await authorize(world, { client, person, human: stopsAtTheLastPage(world) });
  const page = landing.stoppedAt;
  if (!page || (page.kind !== 'permission' && page.kind !== 'success')) {
    throw new Blocked(`no page asked before the client was reached: ${landing.redirect?.url.href ?? page?.title}`);
  }
  return page;
}

/** A gateway for keys shows where it goes after the brokerage has asked; the others ask themselves. */
const stopsAtTheLastPage = (world: World): Partial<Human> =>
  world.profile?.id === 'static-client' ? { atSuccessPage: 'stop' } : { decision: 'leave' };

/** The button that says yes on such a page. */
export const yes = (page: Page) =>
  page.kind === 'success' ? { name: 'action', value: 'continue' } : { name: 'decision', value: 'allow' };
