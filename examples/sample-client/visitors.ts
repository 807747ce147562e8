import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Conversation } from './conversation.ts';

/** A browser that the page was given to. */
export interface Visitor {
  id: string;
  /** Goes into the forms of the page: who cannot read the page cannot post for its person. */
  csrf: string;
  conversation: Conversation;
}

const cookieName = 'ct_sample';
const mostVisitors = 100;
const secret = () => randomBytes(24).toString('base64url');

/** The browsers that are known, by a cookie; the oldest are forgotten. */
export function createVisitors(begin: () => Conversation) {
  const visitors = new Map<string, Visitor>();
  return {
    find: (req: IncomingMessage) => visitors.get(cookieOf(req) ?? ''),
    welcome(): Visitor {
      const visitor = { id: secret(), csrf: secret(), conversation: begin() };
      visitors.set(visitor.id, visitor);
      if (visitors.size > mostVisitors) visitors.delete(visitors.keys().next().value!);
      return visitor;
    },
  };
}

export const cookieFor = ({ id }: Visitor): string => `${cookieName}=${id}; HttpOnly; SameSite=Strict; Path=/`;

function cookieOf({ headers }: IncomingMessage): string | undefined {
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  return pairs.find(([name]) => name === cookieName)?.[1];
}

export function csrfMatches({ csrf }: Visitor, given: string | null): boolean {
  const [right, said] = [Buffer.from(csrf), Buffer.from(given ?? '')];
  return right.length === said.length && timingSafeEqual(right, said);
}

/** A name of this machine: another name that resolves to it is somebody else's page (DNS rebinding). */
export function isLocalName(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

/** Whether a form was sent by our own page, as far as the browser says. */
export function isOwnForm({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  const isOwnOrigin = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
  return isOwnOrigin && (site === undefined || site === 'same-origin');
}
