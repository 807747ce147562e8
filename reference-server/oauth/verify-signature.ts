import type { KeyObject } from 'node:crypto';
import { compactVerify, type JWK } from 'jose';

/** True when the signature of a JWS is right by this key and one of these algorithms. Says nothing about its claims. */
export async function signatureVerified(
  token: string,
  key: KeyObject | JWK,
  algorithms: readonly string[],
): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [...algorithms] });
    return true;
  } catch {
    return false;
  }
}
