import { hash } from 'node:crypto';
import type { ConfirmationHolder } from '../behaviours/two-step-orders.ts';
import type { GatewayContext } from '../context.ts';
import { keyOf } from '../oauth/key-of.ts';
import { brokerOrder, query } from '../tools/broker-shapes.ts';
import {
  BrokerRefusal,
  type DeskConnection,
  type OrderPreview,
  type OrderTicket,
  OutcomeUnknown,
  ToolProblem,
} from '../tools/tool.ts';
import { BrokerUnreachable } from '../upstream/broker-api.ts';
import { checkOrderStands, mustTrade } from './order-stands.ts';

/**
 * An order and how far it has come. `waiting` becomes `sent` before the order leaves, so that whoever finds `sent`
 * after a crash knows that it may stand; `settled` has the broker's answer.
 */
export interface Confirmation {
  holder: ConfirmationHolder;
  connectionId: string;
  ticket: OrderTicket;
  preview: OrderPreview;
  clientOrderId: string;
  createdAt: number;
  expiresAt: number;
  state: 'waiting' | 'sent' | 'settled';
  sentAt?: number;
  outcome?: Outcome;
}

export type Outcome =
  | { kind: 'submitted'; order: unknown }
  | { kind: 'refused'; status: number; code?: number | string; message: string }
  | { kind: 'not_placed' };

export interface Confirmations {
  create(
    holder: ConfirmationHolder,
    connection: DeskConnection,
    ticket: OrderTicket,
    preview: OrderPreview,
  ): { id: string; expiresAt: number };
  confirm(holder: ConfirmationHolder, id: string, connections: readonly DeskConnection[]): Promise<unknown>;
}

const hourMs = 3_600_000;
/** Long enough that nobody confirms again by then; what is forgotten is lost to a confirmation, and never sent. */
const rememberMs = 30 * 24 * hourMs;

const lostWords =
  'There is no such confirmation: it expired, was never given, or is not yours. Create the order again and show it to the user.';

/** Orders that are sent once, however often and by however many they are confirmed. */
export function createConfirmations(context: GatewayContext): Confirmations {
  const { behaviours, clock, random, settings, state } = context;
  const shelf = state.shelf<Confirmation>('order-confirmations');
  /** Attempts under way: a second confirmation waits for the first. */
  const attempts = new Map<string, Promise<unknown>>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  context.onReset(() => {
    attempts.clear();
    for (const [key] of shelf.entries()) shelf.delete(key);
  });

  function find(key: string, holder: ConfirmationHolder): Confirmation {
    const kept = shelf.get(key);
    const lost = (why: 'unknown' | 'foreign' | 'expired') =>
      new ToolProblem('confirmation_not_found', behaviours.lostConfirmationsReadTheSame(lostWords, why));
    if (!kept) throw lost('unknown');
    if (!behaviours.confirmationIsTheirs(kept.holder, holder)) throw lost('foreign');
    if (kept.state === 'waiting' && !behaviours.confirmationIsFresh(kept.expiresAt, clock.now())) throw lost('expired');
    return kept;
  }

  async function attempt(key: string, kept: Confirmation, connection: DeskConnection | undefined): Promise<unknown> {
    if (kept.state === 'settled' && behaviours.replayAnswersAsBefore(true)) return answerOf(kept.outcome!);
    if (kept.state === 'sent') return reconcile(key, kept, connection, 'its answer was lost');
    if (connection?.status !== 'active') throw new ToolProblem('connection_not_found', gone);
    mustTrade(context, connection);
    await checkOrderStands(context, connection, kept.ticket, kept.preview);
    const sent: Confirmation = { ...kept, state: 'sent', sentAt: clock.now() };
    if (!behaviours.orderIsSentOnce(shelf.replace(key, kept, sent))) {
      return attempt(key, shelf.get(key)!, connection);
    }
    return send(key, sent, connection);
  }

  async function send(key: string, sent: Confirmation, connection: DeskConnection): Promise<unknown> {
    const { account_id, ...order } = behaviours.orderIsUnchanged(sent.ticket, {});
    const body = { ...order, client_order_id: sent.clientOrderId };
    for (let times = 1; ; times++) {
      try {
        const answer = await connection.post(`/v1/trading/accounts/${account_id}/orders`, body);
        // Some brokers answer 200 and mean otherwise: what is not this order proves nothing.
        if (!isOrder(answer, sent.clientOrderId)) return reconcile(key, sent, connection, 'the answer was no order');
        return settle(key, sent, { kind: 'submitted', order: answer });
      } catch (error) {
        if (error instanceof BrokerRefusal && saysNo(error.status)) return settle(key, sent, refusedBy(error));
        if (!(error instanceof BrokerRefusal || error instanceof BrokerUnreachable)) throw error;
        if (!behaviours.orderIsNotSentAgain(times)) continue;
        if (!behaviours.lostAnswerIsAnUnknownOutcome(false)) throw error;
        return reconcile(key, sent, connection, error.message);
      }
    }
  }

  /** The order is looked up under its own name. It is never sent again: a look-up that finds nothing may be too early. */
  async function reconcile(key: string, sent: Confirmation, connection: DeskConnection | undefined, why: string) {
    const { clientOrderId, ticket, sentAt = 0 } = sent;
    const path = `/v1/trading/accounts/${ticket.account_id}/orders:by_client_order_id`;
    try {
      const order = await connection?.get(`${path}${query({ client_order_id: clientOrderId })}`);
      if (isOrder(order, clientOrderId)) return settle(key, sent, { kind: 'submitted', order });
    } catch (error) {
      const absent = error instanceof BrokerRefusal && error.status === 404;
      if (absent && behaviours.orderHasNotArrived(sentAt, clock.now(), settings.settleSeconds * 1000)) {
        return settle(key, sent, { kind: 'not_placed' });
      }
    }
    const again = 'Confirming again looks it up and does not send it again';
    throw new OutcomeUnknown(clientOrderId, `${why}. ${again}`);
  }

  function settle(key: string, sent: Confirmation, outcome: Outcome): unknown {
    shelf.set(key, { ...sent, state: 'settled', outcome });
    return answerOf(outcome);
  }

  /** Seldom, because it reads the whole shelf. */
  function sweep(): void {
    const now = clock.now();
    if (now < sweptAt + hourMs) return;
    sweptAt = now;
    for (const [key, { state: reached, createdAt }] of shelf.entries()) {
      if (now >= createdAt + (reached === 'waiting' ? hourMs : rememberMs)) shelf.delete(key);
    }
  }

  return {
    create(holder, connection, ticket, preview) {
      sweep();
      // Kept short, unlike secrets of OAuth: a model copies it.
      const id = random.bytes(32).toString('base64url');
      const createdAt = clock.now();
      const expiresAt = createdAt + settings.confirmationSeconds * 1000;
      const clientOrderId = behaviours.orderIsNamedAfterItsConfirmation(nameOf(id), nameOf(random.token()));
      const kept: Confirmation = {
        holder,
        connectionId: connection.id,
        ticket,
        preview,
        clientOrderId,
        createdAt,
        expiresAt,
        state: 'waiting',
      };
      shelf.set(keyOf(id), kept);
      return { id, expiresAt };
    },
    async confirm(holder, id, connections) {
      const key = keyOf(id);
      const kept = find(key, holder);
      const underWay = attempts.get(key);
      if (underWay && !behaviours.orderIsSentOnce(false)) return underWay;
      const connection = connections.find((one) => one.id === kept.connectionId);
      const trying = attempt(key, kept, connection).finally(() => attempts.delete(key));
      attempts.set(key, trying);
      return trying;
    },
  };
}

/** What the order is called at the broker: it follows from the confirmation, and the confirmation not from it. */
const nameOf = (id: string): string => `ob-${hash('sha256', `client_order_id ${id}`, 'hex').slice(0, 32)}`;

const isOrder = (answer: unknown, clientOrderId: string): boolean =>
  brokerOrder.safeParse(answer).data?.client_order_id === clientOrderId;

/** A refusal that leaves nothing open. A server error or a timeout may come after the order was taken. */
const saysNo = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

const refusedBy = ({ status, code, message }: BrokerRefusal): Outcome => ({
  kind: 'refused',
  status,
  ...(code !== undefined && { code }),
  message,
});

function answerOf(outcome: Outcome): unknown {
  if (outcome.kind === 'submitted') return outcome.order;
  if (outcome.kind === 'refused') throw new BrokerRefusal(outcome.status, outcome.code, outcome.message);
  throw new ToolProblem('order_not_placed', notPlaced);
}

const gone = 'The connection to the broker is gone: the user has to connect again.';
const notPlaced =
  'The order did not reach the broker, which does not have it. It will not be sent any more: create it again if it is still wanted.';
