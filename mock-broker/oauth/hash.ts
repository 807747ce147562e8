import { createHash } from 'node:crypto';

/** What secrets are kept as: the base64url of their SHA-256. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
