import { keyOf } from '../oauth/key-of.ts';
import { lookAtMarket, mustTrade } from '../orders/order-stands.ts';
import { BrokerRefusal, type Desk, OutcomeUnknown } from '../tools/tool.ts';
import { BrokerUnreachable } from '../upstream/broker-api.ts';
import { errorOf } from '../upstream/error-of.ts';
import { UpstreamGone } from '../upstream/upstream-gone.ts';
import { problem } from './answer.ts';
import { unauthorized } from './bearer.ts';
import type { Call, Endpoint } from './call.ts';
import { createDeskConnection } from './desk-connection.ts';
import { type OwnRequest, ownConnection } from './own-connection.ts';

/** The brokerage as one call sees it: with the grant's own upstream token, and the refusals that HTTP has to tell. */
export function createDesk({ context, broker, confirmations, cursors }: Endpoint, call: Call): Desk {
  const { authorization, behaviours } = context;
  const { grant } = call.access;

  const request: OwnRequest = async (method, path, body) => {
    const upstream = await upstreamToken();
    const token = behaviours.upstreamTokenIsOurOwn(upstream, call.presentedToken);
    // What changes something is not cut off on its way: it would not be known what became of it.
    const signal = method === 'GET' ? call.signal : undefined;
    const reply = await broker.call({ method, path, token, body, signal });
    if (reply.status >= 200 && reply.status < 300) return reply.body;
    const { code, message } = errorOf(reply.body);
    if (behaviours.upstreamRefusalEndsTheGrant(reply.status)) endGrant();
    if (reply.status === 408) addonIsOffline();
    throw new BrokerRefusal(reply.status, code, message ?? `the brokerage answered ${reply.status}`);
  };

  async function upstreamToken(): Promise<string> {
    try {
      return await authorization.upstreamToken(grant);
    } catch (error) {
      if (!(error instanceof UpstreamGone)) throw new BrokerUnreachable('connection', (error as Error).message);
      endGrant();
      throw new BrokerRefusal(401, undefined, 'the brokerage ended this connection');
    }
  }

  async function placeOrder(path: string, order: Record<string, unknown>): Promise<unknown> {
    const clientOrderId = String(order.client_order_id ?? context.random.uuid());
    for (let sent = 1; ; sent++) {
      try {
        return await request('POST', path, { ...order, client_order_id: clientOrderId });
      } catch (error) {
        if (!(error instanceof BrokerUnreachable)) throw error;
        if (!behaviours.orderIsNotSentAgain(sent)) continue;
        if (behaviours.lostAnswerIsAnUnknownOutcome(false)) throw new OutcomeUnknown(clientOrderId, error.message);
        throw error;
      }
    }
  }

  function endGrant(): void {
    authorization.upstreamRefused(grant);
    const description = 'The brokerage ended this connection: authorize again.';
    call.problem = unauthorized(context, { error: 'invalid_token', description });
  }

  function addonIsOffline(): void {
    const description = 'The trading platform or its add-on is offline: start it and try again.';
    call.problem = problem(behaviours.addonOfflineIs408(), 'addon_disconnected', description);
  }

  const holder = {
    userId: grant.user.id,
    clientId: grant.clientId,
    token: keyOf(call.presentedToken),
    ...(call.session !== undefined && { session: call.session }),
  };
  const connections = context.profile.features.includes('minting')
    ? authorization
        .connectionsOf(grant)
        .map((connection) => createDeskConnection({ context, broker }, call, connection))
    : [ownConnection(grant.user, request)];

  return {
    user: grant.user,
    connections,
    now: context.clock.now,
    startedAt: context.startedAt,
    rowsAtOnce: behaviours.pageIsWithinTheLimit,
    usual: { rangeDays: context.settings.rangeDays, rows: context.settings.usualRows },
    rangeWithin(asked, allowed) {
      const served = behaviours.rangeIsClamped(asked, allowed);
      return { served, told: behaviours.appliedRangeIsTold(served, asked) };
    },
    cursors: {
      seal: cursors.seal,
      open(cursor, boundTo) {
        const position = cursors.open(cursor, boundTo);
        if (!behaviours.cursorIsTheirs(position !== undefined)) return undefined;
        return behaviours.pageBegins(position ?? 0);
      },
    },
    twoStep: {
      mustTrade: (connection) => mustTrade(context, connection),
      async look(connection, ticket) {
        mustTrade(context, connection);
        return lookAtMarket(connection, ticket);
      },
      async create(connection, ticket, preview) {
        const made = confirmations.create(holder, connection, ticket, preview);
        const waits = behaviours.orderWaitsForItsConfirmation({ ...ticket });
        if (!waits) await confirmations.confirm(holder, made.id, connections);
        return made;
      },
      confirm: (id) => confirmations.confirm(holder, id, connections),
    },
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body),
    patch: (path, body) => request('PATCH', path, body),
    delete: (path) => request('DELETE', path),
    placeOrder,
  };
}
