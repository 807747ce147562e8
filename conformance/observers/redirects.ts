import { readHtml } from '../browsers/html.ts';
import { forbids, policiesOf } from '../browsers/policy.ts';
import { type Breach, observation, type Sight, unless } from '../vocabulary/observation.ts';
import { isHtml } from './sights.ts';

// What a browser carries to a client: the answer to an authorization request.

const what = ({ code, error }: Record<string, string>): string =>
  code ? 'the code' : `the error ${error ?? ''}`.trim();
const list = (values: readonly string[]): string => values.map((one) => JSON.stringify(one)).join(' or ') || 'none';

/** The state is one that was sent with a request for this redirect URI, to the letter. */
const stateReturned = ({ is: { said, asked } }: Sight<'redirect'>): Breach | 'well' | undefined => {
  if (!said.code && !said.error) return undefined;
  const sent = asked.flatMap(({ states }) => states);
  // Sent without a value it was not sent (OAuth 2.1 §3.1).
  const isSent = said.state ? sent.includes(said.state) : asked.some(({ states }) => states.every((one) => one === ''));
  return unless(isSent, `the state beside ${what(said)} to be ${list([...new Set(sent)])}`, said.state);
};

export const state = observation({ kind: 'redirect', judge: stateReturned });
export const brokerageState = observation({ kind: 'redirect', of: ['broker'], judge: stateReturned });

/** Who announces it says who answers, with codes and with errors; who says so announces it (RFC 9207). */
export const iss = observation({
  kind: 'redirect',
  judge({ is: { said }, about: { issuer } }) {
    if (!issuer || (!said.code && !said.error)) return undefined;
    const wanted = issuer.announcesIss ? issuer.issuer : undefined;
    const expected = `iss beside ${what(said)} to be ${wanted ?? 'absent'} (announced: ${issuer.announcesIss})`;
    return unless(said.iss === wanted, expected, said.iss);
  },
});

/** What answers a request for a code stands in the query: in a fragment, no server of a client sees it. */
export const inTheQuery = observation({
  kind: 'redirect',
  judge({ is: { to, asked } }) {
    if (!asked.every(({ isPlain }) => isPlain)) return undefined;
    const { hash } = to;
    return unless(
      !/[#&](code|error|state)=/.test(hash),
      'the answer in the query of the redirect URI',
      'it is in the fragment',
    );
  },
});

/** Nothing but a code comes from the authorization endpoint. */
export const noToken = observation({
  kind: 'redirect',
  judge({ is: { to, asked } }) {
    if (!asked.every(({ isPlain }) => isPlain)) return undefined;
    const found = /[?&#](access_token|refresh_token|id_token)=/.exec(to.href)?.[1];
    return unless(!found, 'a redirect without a token', `${found} in the redirect`);
  },
});

const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;
const plainUri = /^[\x21\x23-\x5b\x5d-\x7e]*$/;

/** The parts of an error in characters that are allowed (RFC 6749 §4.1.2.1, §5.2). */
export function inPlainCharacters(parts: Readonly<Record<string, unknown>>): Breach | 'well' {
  for (const name of ['error', 'error_description', 'error_uri']) {
    const value = parts[name];
    const isPlain = typeof value === 'string' && (name === 'error_uri' ? plainUri : plain).test(value);
    if (value !== undefined && !isPlain)
      return { expected: `${name} in plain characters`, seen: JSON.stringify(value) };
  }
  return 'well';
}

export const errorRedirects = observation({
  kind: 'redirect',
  judge: ({ is: { said } }) => (said.error === undefined ? undefined : inPlainCharacters(said)),
});

export const errorDocuments = observation({
  kind: 'error',
  judge: ({ is: { document } }) => inPlainCharacters(document),
});

/** The page whose form began the row of redirects that ends here; undefined where no form did, or it is not known. */
function formBehind({ exchanges, index }: Sight<'redirect'>) {
  let first = index;
  const leadsTo = (at: number): boolean => {
    const { request, response } = exchanges[at]!;
    const to = response?.headers.location;
    return (
      to !== undefined &&
      URL.canParse(to, request.url) &&
      new URL(to, request.url).href === exchanges[first]!.request.url
    );
  };
  while (first > 0 && leadsTo(first - 1)) first--;
  const { request, from } = exchanges[first]!;
  const page = exchanges[first - 1];
  const isSent = from === 'human' && request.method === 'POST' && page?.from === 'human';
  return isSent && page.response && isHtml(page.response.headers) ? page : undefined;
}

/** A browser applies the policy of a page to each redirect behind its form (CSP3 §6.4.2). */
export const formAction = observation({
  kind: 'redirect',
  of: ['gateway', 'broker'],
  judge(sight) {
    const page = formBehind(sight);
    if (!page) return undefined;
    const { headers, body = '' } = page.response!;
    // Most pages say it in a header: reading HTML takes longer than all else here.
    const document = /<meta[^>]*http-equiv/i.test(body) ? readHtml(body) : { equivalents: {} };
    const policy = forbids(policiesOf(headers, document), page.request.url, sight.is.to);
    const directive = policy?.split(';').find((one) => /^\s*(form-action|sandbox)\b/i.test(one));
    return unless(!policy, `a policy under which browsers reach ${sight.is.to.origin}`, `“${directive?.trim()}”`);
  },
});

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/** Who answers is named by a URL that could be an issuer (RFC 9207 §2). */
export const issIsAnIssuer = observation({
  kind: 'redirect',
  absent: 'no answer to an authorization request has iss',
  judge({ is: { said } }) {
    if (said.iss === undefined) return undefined;
    const expected = 'iss to be an https URL without query and fragment';
    if (!URL.canParse(said.iss)) return { expected, seen: said.iss };
    const { protocol, hostname } = new URL(said.iss);
    const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
    return unless(isSafe && !/[?#]/.test(said.iss), expected, said.iss);
  },
});

/** The name of a field that holds a password. */
const secretField = /(^|&)[^=&]*(pass|pwd|secret|otp)[^=&]*=/i;

/** A browser sends the form again, password and all, to where 307 and 308 lead (RFC 9700 §4.12). */
export const formsAreNotSentOn = observation({
  kind: 'step',
  of: ['gateway', 'broker'],
  absent: 'no form with a password led to a redirect',
  judge({ request: { method, body = '' }, answer: { status, headers } }) {
    if (method !== 'POST' || headers.location === undefined || !secretField.test(body)) return undefined;
    return unless(status !== 307 && status !== 308, '303 or 302 after a form with a password', String(status));
  },
});

/** 302 leaves it to the browser whether to send the form again (RFC 9700 §4.12): all turn it into a GET, and need not. */
export const formsAreFollowedBy303 = observation({
  kind: 'step',
  of: ['gateway', 'broker'],
  absent: 'no form with a password led to a redirect',
  judge({ request: { method, body = '' }, answer: { status, headers } }) {
    if (method !== 'POST' || headers.location === undefined || !secretField.test(body)) return undefined;
    // That the form must not be sent on is said elsewhere, and is a MUST.
    return status === 307 || status === 308 ? undefined : unless(status === 303, '303', String(status));
  },
});
