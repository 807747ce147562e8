import type { Answer } from '../vocabulary/answer.ts';
import { retryAfter } from './retry-after.ts';

type Headers = Pick<Answer, 'headers'>;

/** How many requests a server says that it takes, and in how many seconds. */
export interface AnnouncedLimit {
  requests: number;
  seconds?: number;
}

/** The value of a parameter, `q` or `limit` say: `"token";q=50;w=900`, `limit=50, remaining=3`. */
const parameter = (field: string | undefined, name: string): number | undefined => {
  const found = new RegExp(`(?:^|[;,])\\s*${name}\\s*=\\s*(\\d+)`, 'i').exec(field ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

const number = (field: string | undefined): number | undefined =>
  /^\s*\d+/.test(field ?? '') ? Number.parseInt(field!, 10) : undefined;

/**
 * What an answer tells of its limit by the fields `RateLimit-*`, in whichever of the drafts' forms (httpapi-ratelimit-headers:
 * fields of their own, then one of pairs, then a structured list). Undefined where it tells none.
 */
export function announcedLimit({ headers }: Headers): AnnouncedLimit | undefined {
  const { ratelimit, 'ratelimit-policy': policy } = headers;
  const requests =
    parameter(policy, 'q') ?? number(headers['ratelimit-limit']) ?? parameter(ratelimit, 'limit') ?? number(policy);
  if (requests === undefined) return undefined;
  const seconds = parameter(policy, 'w');
  return { requests, ...(seconds === undefined ? {} : { seconds }) };
}

/** In how many seconds an answer says that there is room again: `Retry-After`, else when its limit begins anew. */
export const roomAgain = (answer: Headers): number | undefined =>
  retryAfter(answer) ??
  number(answer.headers['ratelimit-reset']) ??
  parameter(answer.headers.ratelimit, 'reset') ??
  parameter(answer.headers.ratelimit, 't');
