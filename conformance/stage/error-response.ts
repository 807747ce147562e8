import type { Answer } from '../vocabulary/answer.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Authorized } from '../vocabulary/oauth.ts';
import type { Page } from '../vocabulary/user-agent.ts';

/** Where an authorization request ended, in words. */
const outcome = ({ answer, landing }: Authorized): string => {
  if (answer.code) return 'a redirect with a code';
  if (answer.error) return `a redirect with error=${answer.error}`;
  if (landing.redirect) return `a redirect to ${landing.redirect.url.href}`;
  return landing.stoppedAt ? `the page “${landing.stoppedAt.title}” (${landing.stoppedAt.status})` : 'nothing';
};

/** A page that tells of an error and asks nothing; its status is up to the server, unless it says that the server broke. */
export const isErrorPage = ({ kind, status }: Page): boolean => status < 500 && (kind === 'error' || kind === 'other');

/** A page that went no further: where a server breaks instead of sending somebody on, nobody was sent on. */
export const isDeadEnd = (page: Page): boolean => page.status >= 500 || isErrorPage(page);

/** Parameters behind the #: where a server sends errors that answer a response type with a token in it. */
const behindTheHash = ({ redirect }: Authorized['landing']): URLSearchParams =>
  new URLSearchParams(redirect?.url.hash.slice(1));

/**
 * The client got one of these errors at its redirect URI, and no code (OAuth 2.1 §4.1.2.1). Where it registered itself,
 * a page may tell the user instead: the server need not trust where the client wants them sent (RFC 9700 §4.11.2).
 */
export function expectErrorResponse(authorized: Authorized, ...errors: string[]): void {
  const { answer, landing } = authorized;
  const hash = behindTheHash(landing);
  const error = answer.error ?? hash.get('error') ?? undefined;
  const spilt = ['code', 'access_token', 'id_token'].some((name) => name in answer || hash.has(name));
  if (!spilt && error && errors.includes(error)) return;
  if (authorized.selfRegistered && landing.stoppedAt && isErrorPage(landing.stoppedAt)) return;
  const exchange = landing.redirect?.exchange ?? landing.stoppedAt?.exchange;
  const at = exchange === undefined ? undefined : ({ exchange } as Answer);
  throw new Violation(`a redirect with error=${errors.join(' or ')} and no code`, outcome(authorized), at);
}
