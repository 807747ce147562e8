import { decide } from '../../browsers/act.ts';
import { asks } from '../../browsers/asks.ts';
import { readHtml } from '../../browsers/html.ts';
import { Blocked, expect } from '../../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import { profileHas } from '../../vocabulary/profile.ts';
import type { Human, Page } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';

/** Nobody was asked: that somebody has to be is what another check looks at. */
export const nobodyAsked = (message: string): Blocked =>
  new Blocked(message, undefined, 'first-time-consent/asks-the-first-time');

/** A server need not ask about whom the user has allowed before: a new client of a name that only one check uses. */
export const neverAllowed = (world: World, person: Person, purpose: string): Promise<OAuthClient> =>
  world.client({ person, fresh: true, name: `openbell ${purpose}` });

/** Goes in as somebody who stops at the last page before the client, and returns that page. */
export async function lastPage(world: World, person: Person, client: OAuthClient): Promise<Page> {
  const { landing } = await authorize(world, { client, person, human: stopsAtTheLastPage(world) });
  const page = landing.stoppedAt;
  if (!page || !asksSomething(page))
    throw nobodyAsked(`no page asked before the client was reached: ${landing.redirect?.url.href ?? page?.title}`);
  return page;
}

/** The last page before a client; before a new one, where the user may have allowed the one that checks share. */
export async function lastPageOfAny(
  world: World,
  person: Person,
  purpose: string,
): Promise<{ page: Page; client: OAuthClient }> {
  const usual = await world.client({ person });
  const { landing } = await authorize(world, { client: usual, person, human: stopsAtTheLastPage(world) });
  if (landing.stoppedAt && asksSomething(landing.stoppedAt)) return { page: landing.stoppedAt, client: usual };
  const unknown = await neverAllowed(world, person, purpose);
  return { page: await lastPage(world, person, unknown), client: unknown };
}

const asksSomething = ({ kind }: Page): boolean => kind === 'permission' || kind === 'success';

/** A gateway for keys shows where it goes after the brokerage has asked; the others ask themselves. */
const stopsAtTheLastPage = (world: World): Partial<Human> =>
  profileHas(world.profile, 'success-page') ? { atSuccessPage: 'stop' } : { decision: 'leave' };

/** The button that says yes on such a page, or goes on where nothing else does. */
export function yes(page: Page): { name: string; value: string; within: string } {
  const document = readHtml(page.html);
  for (const form of document.forms) {
    const button =
      page.kind === 'success'
        ? form.buttons.find(({ name, value }) => name === 'action' && value === 'continue')
        : decide('allow')(form);
    if (button) return { name: button.name, value: button.value, within: form.within };
  }
  const wanted = asks(document, page.headers, page.status, '');
  if (wanted.for === 'permission' && wanted.yes && 'form' in wanted.yes) {
    const { form, button } = wanted.yes;
    return { name: button.name, value: button.value, within: form.within };
  }
  throw new Blocked(`no button says yes on “${page.title}”`);
}

/** The pages on the way in that ask the user something. */
export const asking = ({ landing }: Authorized): Page[] => landing.pages.filter(asksSomething);

const isPermission = ({ kind }: Page): boolean => kind === 'permission';

/** Whether a permission page was among those on the way in. */
export const isAsked = ({ landing }: Authorized): boolean => landing.pages.some(isPermission);

/** The permission page was among those on the way in. */
export const expectAsked = ({ landing }: Authorized, which = 'the pages on the way in'): void =>
  expect.includes(
    landing.pages.map(({ kind }) => kind),
    'permission',
    which,
  );

/** The way in ended with a code. */
export const expectCode = ({ code, answer, landing }: Authorized, expected = 'a code'): void =>
  expect.that(code, { expected, seen: answer.error ?? landing.stoppedAt?.title ?? 'nothing' });

/** No permission page came where one was to be answered: that one has to come is what another check looks at. */
export function assertAsked(pages: readonly Page[]): void {
  if (!pages.some(isPermission)) throw nobodyAsked('no permission page came');
}
