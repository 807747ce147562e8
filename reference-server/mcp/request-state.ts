import { hash } from 'node:crypto';
import type { GatewayContext } from '../context.ts';
import { createSealer, type Sealer } from '../state/sealer.ts';
import { createUsedOnce } from '../state/used-once.ts';
import type { Reply } from '../tools/talk.ts';
import type { Caller } from './bearer.ts';

/** How far a call has come that goes on in another request. */
export interface Round {
  /** What was done once. */
  made: Readonly<Record<string, unknown>>;
  replies: Readonly<Record<string, Reply>>;
  /** The keys of the questions that are open. */
  asked: readonly string[];
}

export const firstRound: Round = { made: {}, replies: {}, asked: [] };

/** `requestState` of MCP 2026-07-28: sealed, for one user, one client, one request and a short time, and good once. */
export interface RequestStates {
  seal(round: Round, caller: Caller, request: string): string;
  /** What was sealed, which is used up by that; undefined where it is no good here. */
  open(state: string, caller: Caller, request: string): Round | undefined;
}

interface Sealed {
  id: string;
  userId: string;
  clientId: string;
  request: string;
  expiresAt: number;
  round: Round;
}

/** What was sealed outlives the gateway with its state, and so does what was used. */
export function createRequestStates({ behaviours, clock, random, settings, state }: GatewayContext): RequestStates {
  const sealer = createSealer({ state, random }, 'request-state');
  const used = createUsedOnce({ clock, state }, 'used-request-states');

  return {
    seal(round, { access: { grant } }, request) {
      const sealed: Sealed = {
        id: random.uuid(),
        userId: grant.user.id,
        clientId: grant.clientId,
        request,
        expiresAt: clock.now() + settings.confirmationSeconds * 1000,
        round,
      };
      return sealer.seal(JSON.stringify(sealed));
    },
    open(state, { access: { grant } }, request) {
      const found = unseal(sealer, state);
      if (!found || !behaviours.requestStateIsIntact(found.intact)) return undefined;
      const { id, expiresAt, userId, clientId, request: kept, round } = found.sealed;
      const good =
        behaviours.requestStateIsTheirs({ userId, clientId }, { userId: grant.user.id, clientId: grant.clientId }) &&
        behaviours.requestStateIsForThisRequest(kept, request) &&
        behaviours.requestStateIsFresh(expiresAt, clock.now());
      return good && behaviours.requestStateIsUsedOnce(used.use(id, expiresAt)) ? round : undefined;
    },
  };
}

/** What is inside, and whether nobody changed it: which of that counts is decided elsewhere. */
function unseal(sealer: Sealer, state: string): { sealed: Sealed; intact: boolean } | undefined {
  const opened = sealer.open(state);
  try {
    return opened && { sealed: JSON.parse(opened.text) as Sealed, intact: opened.intact };
  } catch {
    return undefined;
  }
}

/** A request told apart from every other: its method, what it is of, and its arguments in whatever order they come. */
export const digestOf = (method: string, params: Readonly<Record<string, unknown>>): string => {
  const { name, uri, arguments: args } = params;
  return hash('sha256', JSON.stringify(sorted([method, name, uri, args])), 'base64url');
};

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
