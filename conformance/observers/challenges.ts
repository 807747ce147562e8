import { challengeOf } from '../vocabulary/challenge.ts';
import { type Breach, observation, unless } from '../vocabulary/observation.ts';

// Challenges in WWW-Authenticate: RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1.

const token = "[\\w!#$%&'*+.^`|~-]+";
const quoted = String.raw`"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\u{10ffff}]|\\[\t\x20-\x7e\x80-\u{10ffff}])*"`;
const parameter = `${token}[ \\t]*=[ \\t]*(?:${token}|${quoted})`;
const first = new RegExp(`^${token}(?: +(?:${parameter}|[\\w.~+/-]+=*))?$`, 'u');
const further = new RegExp(`^(?:${token}(?: +(?:${parameter}|[\\w.~+/-]+=*))?|${parameter})$`, 'u');
/** What stands between commas, where a comma in quotes is a letter like any other. */
const item = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;

function isWellFormed(header: string): boolean {
  const items = [...header.matchAll(item)].map(([text]) => text.trim()).filter(Boolean);
  return items.length > 0 && items.every((text, n) => (n === 0 ? first : further).test(text));
}

/** The parameters that OAuth defines, and whose characters it limits; a realm may hold what it likes. */
const limited = ['scope', 'error', 'error_description', 'error_uri'];
const plain = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;

function wrongIn(headers: Record<string, string>): string | undefined {
  const { params = {}, repeated = [] } = challengeOf({ headers }) ?? {};
  if (!isWellFormed(headers['www-authenticate']!)) return 'challenges as RFC 9110 §11.6.1 writes them';
  if (repeated.length > 0) return 'each parameter once';
  if (!limited.every((name) => plain.test(params[name] ?? ''))) return 'no quotes and backslashes in parameters';
  const place = params.resource_metadata;
  return place === undefined || URL.canParse(place) ? undefined : 'resource_metadata to be an absolute URL';
}

export const wellFormed = observation({
  kind: 'answer',
  judge({ answer: { headers } }): Breach | 'well' | undefined {
    const said = headers['www-authenticate'];
    if (said === undefined) return undefined;
    const expected = wrongIn(headers);
    return unless(!expected, expected!, said);
  },
});

const statuses: Readonly<Record<string, number>> = { invalid_token: 401, insufficient_scope: 403 };

/** The error of a challenge and the status of its answer say the same. */
export const fitTheirStatus = observation({
  kind: 'mcp',
  absent: 'no challenge names an error that goes with one status',
  judge({ answer: { status, headers } }) {
    const error = challengeOf({ headers })?.params.error;
    const wanted = error === undefined ? undefined : statuses[error];
    return wanted ? unless(status === wanted, `${wanted} beside error="${error}"`, String(status)) : undefined;
  },
});

const isForm = ({ headers }: { headers: Record<string, string> }): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');

/**
 * Who is refused for lack of credentials is told which would do. A client whose credentials stand in a form, or nowhere,
 * need not be: OAuth asks for a challenge where an Authorization header was tried (RFC 6749 §5.2).
 */
export const eachRefusalChallenges = observation({
  kind: 'answer',
  judge({ request, answer: { status, headers } }) {
    if (status !== 401 || (isForm(request) && !request.headers.authorization)) return undefined;
    return unless(headers['www-authenticate'], 'WWW-Authenticate in each 401', 'none');
  },
});
