import { z } from 'zod';
import { brokerOrder, brokerPosition } from '../../tools/broker-shapes.ts';
import type { Desk } from '../../tools/tool.ts';
import type { Complete } from '../prompt.ts';
import type { Resource, ResourceTemplate } from '../resource.ts';

export const accountIds: Complete = ({ user }) => user.accounts.map(({ id }) => id);

const guide = `# Orders

- place_order asks you in the client before anything is sent; create_order and confirm_trade do it in two calls, for clients that cannot ask.
- A confirmation is good for two minutes and for one order. Confirming again answers the same and sends nothing more.
- Quantities and prices are decimal strings. A limit_price goes with the type limit, and only with it.
- Where the outcome is unknown, list_orders finds the order by its client_order_id. It is never sent twice.
`;

export const goldResources: readonly Resource[] = [
  {
    uri: 'brokerage://guides/orders',
    name: 'orders-guide',
    title: 'How orders are placed',
    description: 'The ways to confirm an order, and what holds for all of them.',
    mimeType: 'text/markdown',
    read: () => guide,
  },
];

interface Kind {
  name: string;
  title: string;
  scope: string;
  shape: z.ZodType;
}

const kinds: readonly Kind[] = [
  { name: 'positions', title: 'Positions', scope: 'position:information', shape: z.array(brokerPosition) },
  { name: 'orders', title: 'Open orders', scope: 'order:information', shape: z.array(brokerOrder) },
];

/** What an account holds, as JSON. */
export const goldTemplates: readonly ResourceTemplate[] = kinds.map(({ name, title, scope, shape }) => ({
  uriTemplate: `brokerage://accounts/{account_id}/${name}`,
  name: `account-${name}`,
  title,
  description: `${title} of an account, as they are now.`,
  mimeType: 'application/json',
  scope,
  urisOf: ({ accounts }) => accounts.map(({ id }) => uriOf(id, name)),
  complete: { account_id: accountIds },
  read: (desk, { account_id = '' }) => read(desk, account_id, name, shape),
}));

export const uriOf = (accountId: string, name: string): string => `brokerage://accounts/${accountId}/${name}`;

async function read(desk: Desk, accountId: string, name: string, shape: z.ZodType): Promise<string | undefined> {
  if (!desk.user.accounts.some(({ id }) => id === accountId)) return undefined;
  return JSON.stringify(shape.parse(await desk.get(`/v1/trading/accounts/${accountId}/${name}`)));
}
