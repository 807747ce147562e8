import { z } from 'zod';
import type { BrokerUser } from '../access.ts';
import type { Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';

const freshForMs = 60_000;
const checkedAt = new WeakMap<object, number>();

const userShape = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  plan: z.enum(['elite', 'free']),
  trading: z.boolean(),
  accounts: z.array(z.object({ id: z.string(), account_number: z.string() })),
});

/**
 * The user as the brokerage describes them now: an upgrade counts at once, the end of a plan within a minute. Undefined
 * when the brokerage ended the grant (then `call.problem` is set).
 */
export async function currentUser(endpoint: Endpoint, call: Call): Promise<BrokerUser | undefined> {
  const { grant } = call.access;
  const now = endpoint.context.clock.now();
  const age = now - (checkedAt.get(grant) ?? grant.createdAt);
  if (grant.user.plan === 'elite' && age < freshForMs) return grant.user;
  try {
    const fresh = userShape.parse(await createDesk(endpoint, call).get('/v1/users/me'));
    const accounts = fresh.accounts.map(({ id, account_number }) => ({ id, accountNumber: account_number }));
    grant.user = { ...fresh, accounts };
    checkedAt.set(grant, now);
  } catch {
    if (call.problem) return undefined;
  }
  return grant.user;
}
