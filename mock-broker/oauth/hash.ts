import { hash } from 'node:crypto';

/** What secrets are kept as: the base64url of their SHA-256. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'base64url');
