import type { Answer } from './answer.ts';
import { challengeOf, isBearer } from './challenge.ts';
import type { Means } from './means.ts';

/** The target broke the obligation: becomes fail or warn. */
export class Violation extends Error {
  readonly expected: string;
  readonly seen: string;
  /** Number of the exchange that shows it. */
  readonly exchange?: number;
  constructor(expected: string, seen: string, at?: Pick<Answer, 'exchange'>) {
    super(`expected ${expected}, seen ${seen}`);
    this.name = 'Violation';
    this.expected = expected;
    this.seen = seen;
    if (at) this.exchange = at.exchange;
  }
}

/** We could not look: names what is missing. */
export class Untestable extends Error {
  override name = 'Untestable';
  /** What the integrator could give, where that would help. */
  readonly means: Means | undefined;
  constructor(message: string, means?: Means) {
    super(message);
    this.means = means;
  }
}

/**
 * The target says by itself that what the clause is about is not there: for clauses that name this case, and no others.
 * What we only could not see is `Untestable`.
 */
export class NotOffered extends Error {
  override name = 'NotOffered';
}

/** A part of the way to a check that everybody has to go. */
export type WayIn = 'sign-in' | 'registration' | 'no answer';

/** What had to work first did not: the obligation itself was not reached. */
export class Blocked extends Error {
  override name = 'Blocked';
  /** Where, if that is where everybody has to go. */
  readonly at: WayIn | undefined;
  /** The id of the check that judges what did not work, where it is known. */
  readonly by: string | undefined;
  constructor(message: string, at?: WayIn, by?: string) {
    super(message);
    this.at = at;
    this.by = by;
  }
}

const brief = (value: unknown, most = 300): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > most ? `${text.slice(0, most)}…` : text;
};

/** What was seen in a place, in words: nobody reads `[]`. */
const seenThere = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  return Array.isArray(value) && value.length === 0 ? 'none' : brief(value);
};

const quoted = (text: string): string => `“${brief(text.replace(/\s+/g, ' ').trim(), 160)}”`;

/** The title of a page, as it is written there. */
const titleOf = ({ headers, text }: Answer): string | undefined =>
  headers['content-type']?.includes('html') ? /<title[^>]*>([^<]+)/i.exec(text)?.[1] : undefined;

/** What an answer amounts to, in a phrase: status, the error that it names and what it says of it, or a page's title. */
export function describe(answer: Answer): string {
  const { status } = answer;
  const json = answer.tryJson();
  // Of a stream the message is what was answered, and no field of the event around it.
  const message = json === undefined ? answer.messages?.().at(-1) : undefined;
  const text = message ? JSON.stringify(message) : answer.text;
  const body = (json ?? message) as { error?: unknown; error_description?: unknown } | undefined;
  const error = body && typeof body === 'object' ? body.error : undefined;
  const name = typeof error === 'string' ? error : error && typeof error === 'object' ? brief(error) : undefined;
  const description = body && typeof body === 'object' ? body.error_description : undefined;
  if (name) return `${status} ${name}${typeof description === 'string' ? ` ${quoted(description)}` : ''}`;
  const title = titleOf(answer);
  if (title) return `${status} and the page ${quoted(title)}`;
  const said = challengeOf(answer)?.params.error_description;
  return `${status}${text ? ` ${brief(text, 120)}` : said ? ` ${quoted(said)}` : ''}`;
}

interface Expect {
  /** Anything that can be put as a condition. `at` is the answer that shows it. */
  that(condition: unknown, finding: { expected: string; seen: string; at?: Answer }): asserts condition;
  /** Deep equality by JSON. */
  equal(actual: unknown, wanted: unknown, what: string, at?: Answer): void;
  /** `list` contains `item`. */
  includes(list: unknown, item: unknown, what: string, at?: Answer): void;
  status(answer: Answer, ...wanted: number[]): void;
  /** An OAuth error answer: status and `error` code both. */
  oauthError(answer: Answer, status: number | readonly number[], ...codes: string[]): void;
  /**
   * A refusal of the MCP endpoint: the status and, if given, the `error` of its `WWW-Authenticate: Bearer`. That there is a
   * challenge at all is an obligation of its own, for every 401.
   */
  bearerRefusal(answer: Answer, status: 401 | 403, error?: string): void;
  /** A JSON-RPC error with this code, whatever the HTTP status. */
  rpcError(answer: Answer, ...codes: number[]): void;
}

/** Assertions that throw `Violation`. */
export const expect: Expect = {
  that(condition, finding) {
    if (!condition) throw new Violation(finding.expected, finding.seen, finding.at);
  },
  equal(actual, wanted, what, at) {
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) {
      const to =
        wanted === undefined
          ? 'be absent'
          : `be ${Array.isArray(wanted) && wanted.length === 0 ? 'empty' : brief(wanted)}`;
      throw new Violation(`${what} to ${to}`, seenThere(actual), at);
    }
  },
  includes(list, item, what, at) {
    if (!Array.isArray(list) || !list.includes(item)) {
      throw new Violation(`${what} to contain ${brief(item)}`, seenThere(list), at);
    }
  },
  status(answer, ...wanted) {
    if (!wanted.includes(answer.status)) throw new Violation(`status ${wanted.join(' or ')}`, describe(answer), answer);
  },
  oauthError(answer, status, ...codes) {
    const statuses = [status].flat();
    const error = (answer.tryJson() as { error?: unknown } | undefined)?.error;
    if (!statuses.includes(answer.status) || !codes.includes(String(error))) {
      // Whether it is refused and whether that is said in the right words are two things.
      const isRefused = answer.status >= 400 && answer.status < 500;
      const seen = isRefused ? `refused, but in other words: ${describe(answer)}` : describe(answer);
      throw new Violation(`${statuses.join(' or ')} with error ${codes.join(' or ')}`, seen, answer);
    }
  },
  bearerRefusal(answer, status, error) {
    const header = answer.headers['www-authenticate'] ?? '';
    const challenge = challengeOf(answer);
    const named = !error || (challenge !== undefined && isBearer(challenge) && challenge.params.error === error);
    if (answer.status !== status || !named) {
      throw new Violation(
        error ? `${status} with WWW-Authenticate: Bearer error="${error}"` : `status ${status}`,
        `${describe(answer)}${header ? `, WWW-Authenticate: ${header}` : ', no WWW-Authenticate'}`,
        answer,
      );
    }
  },
  rpcError(answer, ...codes) {
    const code = answer.rpc()?.error?.code;
    if (code === undefined || !codes.includes(code)) {
      throw new Violation(`a JSON-RPC error ${codes.join(' or ')}`, describe(answer), answer);
    }
  },
};
