import { readHtml } from '../../browsers/html.ts';
import { freshCode } from '../../stage/code.ts';
import type { Table } from '../../vocabulary/check.ts';
import { Blocked, expect, Untestable } from '../../vocabulary/expect.ts';
import type { OAuthClient } from '../../vocabulary/oauth.ts';
import type { Person } from '../../vocabulary/people.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';
import { authorize } from '../../wire/oauth.ts';
import { rows } from './area.ts';
import { asking, lastPage, lastPageOfAny, neverAllowed, nobodyAsked, yes } from './visits.ts';

interface Answer {
  /** The page whose Yes is pressed: the last one before the client unless told. */
  page?: (world: World, person: Person) => Promise<Page>;
  /** What happens between the page and its answer. */
  meanwhile?: (world: World, person: Person) => Promise<void>;
  /** It is opened as an address, and not sent as a form. */
  asAnAddress?: true;
  /** What the form holds in place of what it was given. */
  fields?: (page: Page) => Record<string, string>;
}

async function answeredAlready(world: World, person: Person): Promise<Page> {
  const pageFor = async (client: OAuthClient) =>
    asking((await freshCode(world, { person, client, isKept: true })).authorized).at(-1);
  const page =
    (await pageFor(await world.client({ person }))) ??
    (await pageFor(await neverAllowed(world, person, 'answered twice')));
  if (!page) throw nobodyAsked('no page asked before the client was reached');
  return page;
}

async function ofTheBrokerage(world: World, person: Person): Promise<Page> {
  const client = await world.client({ person });
  const page = (await authorize(world, { client, person, human: { decision: 'leave' } })).landing.stoppedAt;
  if (!page) throw new Blocked('no page of the brokerage asked');
  return page;
}

const aLastPage = async (world: World, person: Person): Promise<Page> =>
  (await lastPageOfAny(world, person, 'answered')).page;

/** The usual client alone: nobody registers for this. */
async function ofTheUsualClient(world: World, person: Person): Promise<Page> {
  const client = await world.client({ person });
  try {
    return await lastPage(world, person, client);
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    throw new Untestable(`needs a page that asks about a client that was allowed before: ${error.message}`);
  }
}

/** The address that the form with the Yes would make, if it were not posted. */
function addressOf(page: Page): string {
  const { name, value, within } = yes(page);
  const forms = readHtml(page.html).forms.filter((form) => form.within === within);
  const form = forms.find(({ buttons }) => buttons.some((one) => one.name === name && one.value === value));
  const url = new URL(form?.action || page.url, page.url);
  url.search = new URLSearchParams([...(form?.values ?? []), [name, value]]).toString();
  return url.href;
}

const anHourPasses = (world: World): Promise<void> => world.hooks.advance(3600);

async function anotherSignsIn(world: World, person: Person): Promise<void> {
  const other = { ...(await world.person()), browser: person.browser };
  await person.browser.open(`${world.brokerage().origin}/sign-out`, person);
  await lastPage(world, other, await world.client({ person: other }));
}

/** The hidden fields that tie the form to the page that was shown hold what another site would guess. */
function forged(page: Page): Record<string, string> {
  const fields = readHtml(page.html)
    .forms.flatMap(({ types }) => Object.entries(types))
    .filter(([name, type]) => type === 'hidden' && /csrf|token|nonce/i.test(name));
  if (fields.length === 0)
    throw new Untestable('needs a form with a hidden token: how this one is guarded cannot be seen');
  return Object.fromEntries(fields.map(([name]) => [name, 'forged-by-another-site']));
}

const answers: Table<Answer> = {
  dependsOn: ['first-time-consent/asks-the-first-time'],
  async run(world, { page: pageOf = aLastPage, meanwhile, asAnAddress, fields }) {
    // Where that is has to be known, before anybody signs in for nothing.
    if (meanwhile === anotherSignsIn) world.brokerage();
    const person = await world.person();
    const page = await pageOf(world, person);
    await meanwhile?.(world, person);
    const { status, title, kind } = asAnAddress
      ? await person.browser.open(addressOf(page), person)
      : await person.browser.submit(page, yes(page), fields?.(page));
    // Opened as an address, the page may just be shown once more.
    const isAskedAgain = kind === 'sign-in' || kind === 'permission' || (asAnAddress && kind === page.kind);
    expect.that(status >= 400 || isAskedAgain, {
      expected: 'a refusal on a page',
      seen: `${status} ${title}`,
    });
  },
};

/** Yes is pressed on a page, and leads to a refusal or to being asked once more, not on to the client. */
export default rows(answers, [
  {
    id: 'first-time-consent/an-answer-counts-once',
    title: 'A request that was answered cannot be answered again',
    clauses: ['oauth21/consent-bound-to-request'],
    weakBecause: 'A form must not change its request; that a request is answered once no document says.',
    page: answeredAlready,
    remedy: 'Strike a request off when it is answered; Back and Enter must not make another code.',
    variations: ['slow-answers', 'pages-in-capitals', 'forms-with-more-fields'],
    mutants: [{ name: 'takes-an-answer-twice', replaces: { requestIsUnanswered: () => true } }],
  },
  {
    id: 'first-time-consent/an-old-page-counts-for-nothing',
    title: 'A permission page that was left open for an hour cannot be answered any more',
    clauses: ['oauth21/pending-request-expires'],
    lane: 'exclusive',
    takesTime: true,
    meanwhile: anHourPasses,
    remedy: 'Let requests expire after some minutes.',
    mutants: [{ name: 'keeps-requests-open-for-ever', replaces: { requestIsFresh: () => true } }],
  },
  {
    id: 'first-time-consent/whoever-signed-in-approves',
    title: 'A request is approved by the user who signed in for it, not by who has signed in to the browser since',
    clauses: ['oauth21/authenticate-owner', 'CT-E5'],
    meanwhile: anotherSignsIn,
    remedy: 'Compare the user of the request with the user of the session when the answer comes.',
    variations: ['redirects-by-relative-references', 'pages-in-capitals', 'the-brokerage-redirects-otherwise'],
    mutants: [{ name: 'lets-the-next-user-approve', replaces: { approverIsTheOneSignedIn: () => true } }],
  },
  {
    id: 'first-time-consent/a-forged-form-counts-for-nothing',
    title: 'A Yes that did not come from the page that was shown counts for nothing',
    clauses: [
      'mcp/security/proxy-consent-csrf',
      'rfc6749/csrf-authorize-endpoint',
      'mcp/security/proxy-consent-stored-securely',
    ],
    fields: forged,
    remedy: 'Compare a token in the form with one in the session, and refuse the answer where they differ.',
    mutants: [{ name: 'takes-forms-from-any-site', replaces: { formTokenIsOurs: () => true } }],
  },
  {
    id: 'first-time-consent/an-address-approves-nothing',
    title: 'What the form with the Yes would send allows nothing when it is opened as an address',
    clauses: ['oauth21/consent-not-by-get'],
    page: ofTheUsualClient,
    asAnAddress: true,
    remedy: 'Take the answer of a permission page by POST alone: addresses are opened by links, pictures and previews.',
    mutants: [
      { name: 'takes-an-address-for-a-yes', replaces: { approvesByItsMethod: () => true }, needs: ['consent-page'] },
    ],
  },
  {
    id: 'first-time-consent/brokerage-takes-its-own-forms-only',
    title: 'The brokerage takes an answer only from the permission page that it gave to this browser',
    clauses: ['rfc6749/csrf-authorize-endpoint', 'mcp/security/proxy-consent-csrf'],
    applies: { needs: ['client-ids', 'client-center'] },
    blame: 'broker',
    page: ofTheBrokerage,
    fields: forged,
    remedy: 'Guard the permission form by a token of the session.',
    variations: [
      'the-brokerage-redirects-otherwise',
      'the-brokerages-pages-in-capitals',
      'pages-in-capitals',
      'odd-secrets',
      'header-names-in-capitals',
    ],
    mutants: [{ name: 'brokerage-takes-forms-from-any-site', replaces: { brokerCsrfTokenMatches: () => true } }],
  },
]);
