import { profileOf } from '../users.ts';
import { type Answer, type Call, ok } from './call.ts';
import { previewOrder } from './orders.ts';
import type { Route } from './routes.ts';

const whoAmI = ({ user }: Call): Answer => ok(profileOf(user));

/** The order with, beside its fields, the account it is for. */
function previewByAccount(call: Call): Answer {
  const { body } = call;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return previewOrder(call);
  const { account_id: _, ...order } = body as Record<string, unknown>;
  return previewOrder({ ...call, body: order });
}

/** At the root, not relative to an account. */
export const userRoutes: readonly Route[] = [
  { method: 'get', path: '/v1/users/me', scope: 'user:information', handle: whoAmI },
  { method: 'post', path: '/v1/orders/preview', scope: 'order:execution', handle: previewByAccount },
];
