import type { TargetContext } from '../stage/target.ts';
import type { Guard } from '../wire/guard.ts';

/** Who signs in: HTML forms over HTTP, a Chromium, or a person in a window of one. */
export type SignIn = 'form' | 'browser' | 'person';

/** Does `work` with user agents of this kind, and closes the browser afterwards where there is one. */
export async function signingIn<T>(
  kind: SignIn | undefined,
  how: { guard?: Guard | undefined; signal?: AbortSignal | undefined },
  work: (option: { createUserAgent?: TargetContext['createUserAgent'] }) => Promise<T>,
): Promise<T> {
  if (kind === undefined || kind === 'form') return work({});
  const { launchBrowser } = await import('../browsers/browser.ts');
  const browser = await launchBrowser(kind === 'person', how);
  try {
    return await work({ createUserAgent: browser.create });
  } finally {
    await browser.close();
  }
}
