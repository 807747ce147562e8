import { z } from 'zod';
import { acceptMetadata, clientOf } from '../oauth/client-metadata.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { PageProblem } from '../oauth/page-problem.ts';
import type { Client } from '../oauth/records.ts';
import { isTokenError } from '../oauth/token-error.ts';
import { TooSlow, Unreadable } from './read-document.ts';

/** Whether a Client ID is the URL of a document: those that the gateway gives are UUIDs. */
export const isDocumentUrl = (clientId: string): boolean => /^https?:/i.test(clientId);

/** The client that describes itself at this URL, or why it is none. */
export async function clientOfDocument(
  context: OAuthContext,
  url: string,
  network?: string,
): Promise<Client | PageProblem> {
  const wrong = urlProblem(context, url);
  if (wrong) return problem(wrong);
  try {
    return await context.documents.read(url, (json) => accepted(context, url, json), network);
  } catch (error) {
    if (error instanceof WrongDocument) return problem(error.message);
    if (error instanceof TooSlow) return problem('Its document did not come in time.', tryLater);
    if (error instanceof Unreadable) return problem('The document at its Client ID could not be read.');
    throw error;
  }
}

/** It was read, and says what cannot be. */
class WrongDocument extends Error {}

/** Draft §3. */
function urlProblem({ behaviours, documents }: OAuthContext, url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !behaviours.documentUrlIsNormal(url, parsed.href)) {
    return 'Its Client ID is no URL with a path, as it would be written without dots and needless ports.';
  }
  if (!behaviours.documentUrlIsHttps(parsed.protocol) && !documents.mayBePlain(parsed.origin)) {
    return 'Its Client ID must be an https URL.';
  }
  if (!behaviours.documentUrlIsBare(parsed.hash, parsed.username + parsed.password)) {
    return 'Its Client ID must have no fragment, no user name and no password.';
  }
  return undefined;
}

const needed = z.object({
  client_id: z.string(),
  client_name: z.string().min(1),
  redirect_uris: z.array(z.unknown()).min(1),
});

/** Draft §4.1: it names its own URL, holds no secret, and is otherwise what a client could register. */
function accepted(context: OAuthContext, url: string, json: Record<string, unknown>): Client {
  const { behaviours } = context;
  const parsed = needed.safeParse(json);
  if (!parsed.success) throw new WrongDocument('Its document lacks client_id, client_name or redirect_uris.');
  if (!behaviours.documentNamesItsUrl(parsed.data.client_id, url)) {
    throw new WrongDocument('Its document is about another Client ID.');
  }
  if (!behaviours.documentHoldsNoSecret(json)) throw new WrongDocument('Its document holds a secret.');
  const metadata = acceptMetadata(context, json, 'none');
  if (isTokenError(metadata)) throw new WrongDocument(`Its document is refused: ${metadata.description}`);
  return clientOf(url, metadata);
}

const mend = 'Whoever publishes the app has to mend its document.';
const tryLater = 'Try again in a minute. If it goes on like this, whoever publishes the app has to look at its server.';

const problem = (message: string, cure = mend): PageProblem => ({
  code: 'invalid_client',
  title: 'This client does not describe itself well',
  message: `The app names a document of its own as its Client ID. ${message}`,
  cure,
});
