import type { Answer } from '../vocabulary/answer.ts';
import type { Http } from '../vocabulary/http.ts';
import type { Registered } from './allowances.ts';
import type { TargetContext } from './target.ts';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Where the answer to a registration lets its client be deleted; undefined unless it stays with the server that made it. */
export function wayBack(answer: Answer): Registered | undefined {
  const { registration_client_uri: uri, registration_access_token: token } = (answer.tryJson() ?? {}) as Record<
    string,
    unknown
  >;
  if (!isText(uri) || !isText(token) || !URL.canParse(uri)) return undefined;
  return new URL(uri).origin === new URL(answer.url).origin ? { uri, token } : undefined;
}

/** Deletes the clients of the run, and tells how many went and how many did not. */
export async function takeBack({ registered, sideEffects }: TargetContext, http: Http): Promise<void> {
  const takeOneBack = async ({ uri, token }: Registered) => {
    const headers = { authorization: `Bearer ${token}` };
    const status = await http.send({ method: 'DELETE', url: uri, headers }).then(
      (answer) => answer.status,
      () => 0,
    );
    const action = status === 204 || status === 200 ? 'client deleted' : 'client not deleted';
    sideEffects.set(action, (sideEffects.get(action) ?? 0) + 1);
  };
  await Promise.all(registered.splice(0).map(takeOneBack));
}
