import express from 'express';
import { clientOfDocument, isDocumentUrl } from '../documents/client-of-document.ts';
import { documentHooks } from '../documents/document-hooks.ts';
import { introspect } from '../oauth/introspect.ts';
import { manageRegistration } from '../oauth/manage-registration.ts';
import { mountEndpoint, onlyMethod } from '../oauth/mount.ts';
import type { WayIn } from '../oauth/oauth-context.ts';
import { registers } from './registers.ts';

/** A client describes itself in a document at its Client ID, registers itself, or was agreed upon beforehand. */
export const letsEverybodyIn: WayIn = {
  ...registers,
  mount(app, context) {
    registers.mount(app, context);
    mountEndpoint(app, context, 'introspect', introspect(context));
    const { read, change, remove } = manageRegistration(context);
    const body = express.text({ type: () => true, limit: '32kb' });
    app.route('/oauth/register/:client').get(read).put(body, change).delete(remove).all(onlyMethod('GET, PUT, DELETE'));
  },
  hooks: (context) => ({ name: 'documents', router: documentHooks(context) }),
  clientOf(context, clientId, asked) {
    if (isDocumentUrl(clientId)) return clientOfDocument(context, clientId, asked.network);
    return context.partners.client(clientId) ?? registers.clientOf(context, clientId, asked);
  },
};
