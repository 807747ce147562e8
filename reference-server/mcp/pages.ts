import type { Call, Endpoint } from './call.ts';
import { WrongParams } from './wrong-params.ts';

/** A page of a list, where the last one ended (MCP, "Pagination"). A cursor is of one user and one list. */
export function pageOf<Item>(
  { context, cursors }: Endpoint,
  call: Call,
  method: string,
  list: readonly Item[],
  cursor: string | undefined,
  size = context.settings.listPageSize,
): { items: Item[]; nextCursor?: string } {
  const { behaviours } = context;
  const boundTo = [call.access.grant.user.id, method];
  const position = cursor === undefined ? 0 : cursors.open(cursor, boundTo);
  if (!behaviours.cursorIsTheirs(position !== undefined)) throw new WrongParams('The cursor is none of this list.');
  const from = position ?? 0;
  const to = from + size;
  return {
    items: list.slice(from, to),
    ...(to < list.length && { nextCursor: cursors.seal(to, boundTo) }),
  };
}
