import type { Run } from './model.ts';

/** The exercises in the order of the report, and what each asks, in a sentence. */
export const exercises: Readonly<Record<string, { title: string; asks: string }>> = {
  discovery: { title: 'Discovery', asks: 'Can a client that knows one URL find everything else?' },
  registration: { title: 'Registration', asks: 'Does a client get in the documented way, and only that way?' },
  pkce: { title: 'PKCE', asks: 'Is a stolen authorization code worthless without its verifier?' },
  'first-time-consent': {
    title: 'First-time consent',
    asks: 'Is the human asked, once, about the right client, with a way back when the page was missed?',
  },
  'redirect-uri-mismatch': {
    title: 'Redirect URI mismatch',
    asks: 'Does a redirect URI that differs stop the flow on a page, without sending the browser anywhere?',
  },
  'invalid-grant': {
    title: 'Invalid grant',
    asks: 'Are codes and refresh tokens good once, in time, for their owner only?',
  },
  'scope-denial': { title: 'Scope denial', asks: 'Does a token open what the human allowed, and no more?' },
  revocation: { title: 'Revocation', asks: 'Does taking access away work at once, everywhere?' },
  'rate-limits': { title: 'Rate limits', asks: 'Are limits kept, per user, with an answer that a client can act on?' },
  tokens: { title: 'Tokens', asks: 'Are audience, expiry and signature of each token checked on each call?' },
  minting: {
    title: 'Minting',
    asks: 'Does a platform get tokens for its own users, with the scopes that it asks for, and nobody else any?',
  },
  confirmation: {
    title: 'Confirmation',
    asks: 'Does an order reach the broker once, as it was shown, and only after it was confirmed?',
  },
  partners: {
    title: 'Partners',
    asks: 'Do partners get in, by signing in or with a key, as far as was agreed and no further?',
  },
  wire: { title: 'Wire', asks: 'Does the protocol of each era go over the wire as written?' },
  brokerage: { title: 'Brokerage', asks: 'Do accounts, orders and positions behave as a trader relies on?' },
};

/** The exercises that a run has results for, known ones first, in their order. */
export const exercisesOf = (run: Run): string[] => {
  const seen = new Set([...run.scenarios, ...run.checks].map((result) => result.exercise));
  const known = Object.keys(exercises).filter((name) => seen.delete(name));
  return [...known, ...seen];
};

export const exerciseTitle = (name: string) => exercises[name]?.title ?? name;
