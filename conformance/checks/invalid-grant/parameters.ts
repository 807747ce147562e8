import type { Answer } from '../../vocabulary/answer.ts';
import { expect } from '../../vocabulary/expect.ts';
import type { Mutant } from '../../vocabulary/mutant.ts';
import type { Overrides } from '../../vocabulary/oauth.ts';
import { rewriteAnswer, type Which } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';

/** Parameters of a row: sent as they are, left out where undefined, or made of what there is by then. */
export type Params<Have> = Readonly<Record<string, string | undefined | ((have: Have, name: string) => string)>>;

export const made = <Have>(params: Params<Have>, have: Have): Overrides =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'function' ? value(have, name) : value]),
  );

/** A value that nobody issued. */
export const madeUp = ({ world }: { world: World }, name: string): string => world.secret(name);

export const oauthError =
  (status: number | readonly number[], ...codes: string[]) =>
  (answer: Answer): void =>
    expect.oauthError(answer, status, ...codes);

export const tokensCome = (answer: Answer): void => expect.status(answer, 200);

/** A sin: the gateway answers these token requests with a token. */
export const servesTokens = (asked: NonNullable<Which['asked']>): NonNullable<Mutant['rewrites']> =>
  rewriteAnswer(
    { path: '/oauth/token', status: 'refusal', asked },
    { status: 200, body: { access_token: 'made-up', token_type: 'Bearer' } },
  );

/** A sin: the gateway answers otherwise where the right answer is this error. */
export const errorBecomes = (
  code: string,
  other: { status?: number; body: unknown },
): NonNullable<Mutant['rewrites']> => ({
  at: 'gateway',
  response: (r) => ((r.body as { error?: string } | null)?.error === code ? { ...r, ...other } : r),
});
