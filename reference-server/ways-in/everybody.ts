import { clientOfDocument, isDocumentUrl } from '../documents/client-of-document.ts';
import { documentHooks } from '../documents/document-hooks.ts';
import type { WayIn } from '../oauth/oauth-context.ts';
import { registers } from './registers.ts';

/** A client describes itself in a document at its Client ID, registers itself, or was agreed upon beforehand. */
export const letsEverybodyIn: WayIn = {
  ...registers,
  hooks: (context) => ({ name: 'documents', router: documentHooks(context) }),
  clientOf(context, clientId, asked) {
    if (isDocumentUrl(clientId)) return clientOfDocument(context, clientId);
    return context.partners.client(clientId) ?? registers.clientOf(context, clientId, asked);
  },
};
