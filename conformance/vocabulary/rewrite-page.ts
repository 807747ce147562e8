import type { Mutant } from './mutant.ts';
import { rewriteAnswer } from './rewrites.ts';

/** Rewrites the HTML of the gateway's pages at one of these paths. */
export const rewritePage = (
  paths: readonly string[],
  change: (html: string) => string,
): NonNullable<Mutant['rewrites']> => ({
  at: 'gateway',
  response(response) {
    const page = String(response.headers['content-type']).startsWith('text/html') && typeof response.body === 'string';
    return page && paths.includes(response.path) ? { ...response, body: change(response.body as string) } : response;
  },
});

/** The gateway's own pages that a person answers on the way in. */
export const answered = ['/oauth/consent', '/auth/success'];

/** Puts headers over those of each page of the gateway; undefined leaves one out. */
export const rewritePageHeaders = (headers: Record<string, string | undefined>): NonNullable<Mutant['rewrites']> =>
  rewriteAnswer({}, (answer) =>
    String(answer.headers['content-type']).startsWith('text/html') ? { headers } : undefined,
  );
