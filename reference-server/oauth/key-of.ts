import { hash } from 'node:crypto';

/** The key under which a secret is kept: its SHA-256, so that a look-up tells nothing by its time. */
export const keyOf = (secret: string): string => hash('sha256', secret, 'base64url');
