import { rowOf } from '../../browsers/html.ts';
import type { Connection } from '../../vocabulary/oauth.ts';
import type { Page } from '../../vocabulary/user-agent.ts';
import type { World } from '../../vocabulary/world.ts';

/** Somebody new, connected by a client whose name no other has. */
export async function connectByName(world: World): Promise<Connection> {
  const name = `openbell ${world.secret('client_name').slice(0, 6)}`;
  const person = await world.person();
  return world.connect({ person, client: await world.client({ fresh: true, name }) });
}

/** The AI Clients page of the user of this connection, and the row of its client there. */
export async function aiClientsPage(
  world: World,
  { person: { browser, email, password }, client }: Connection,
): Promise<{ page: Page; row: string | undefined }> {
  const page = await browser.open(`${world.origin}/ai-clients`, { email, password });
  return { page, row: rowOf(page.html, 'data-grant-id', client.name) };
}

/** The Revoke button of a row. */
export const revokeIn = (row: string) => ({ name: 'action', value: 'revoke', within: row });
