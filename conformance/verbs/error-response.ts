import { Violation } from '../expect.ts';
import type { Answer } from '../world/answer.ts';
import type { Authorized } from './oauth.ts';

/** Where an authorization request ended, in words. */
const outcome = ({ answer, landing }: Authorized): string => {
  if (answer.code) return 'a redirect with a code';
  if (answer.error) return `a redirect with error=${answer.error}`;
  return landing.stoppedAt ? `the page “${landing.stoppedAt.title}” (${landing.stoppedAt.status})` : 'nothing';
};

/** The client got one of these errors at its redirect URI, and no code (OAuth 2.1 §4.1.2.1). */
export function expectErrorResponse(authorized: Authorized, ...errors: string[]): void {
  const { answer, landing } = authorized;
  if (!answer.code && answer.error && errors.includes(answer.error)) return;
  const exchange = landing.redirect?.exchange ?? landing.stoppedAt?.exchange;
  const at = exchange === undefined ? undefined : ({ exchange } as Answer);
  throw new Violation(`a redirect with error=${errors.join(' or ')} and no code`, outcome(authorized), at);
}
