import { html } from 'hono/html';
import type { Waiting } from '../oauth/waiting-request.ts';
import type { Page } from './layout.ts';

/** What ties a form to the session that it was shown in, and to the request that it answers. */
export const requestFields = ({
  session,
  request,
}: Waiting): Page => html`<input type="hidden" name="csrf" value="${session.formToken}">
<input type="hidden" name="request" value="${request.id}">`;

/** The host that a redirect URI leads to, as a user should read it; for an app's own scheme, the scheme. */
export function redirectHost(uri: string): string {
  const url = new URL(uri);
  return ['http:', 'https:'].includes(url.protocol) ? url.host : url.protocol.replace(/:$/, '');
}

export const isLoopback = (uri: string): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(uri).hostname);
