import { isIP } from 'node:net';
import type { Config } from '../config/config.ts';
import { UsageError } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import type { HookAccess } from '../vocabulary/test-hooks.ts';
import { createGuard, type Guard } from '../wire/guard.ts';
import { findHooksToken } from './hooks-token-file.ts';

/** A gateway to be graded, and what the configuration knows of it. */
export interface CheckTarget {
  url: string;
  /** Where it is one of several. */
  name?: string;
  config: Config;
}

/** What was asked for, a URL or the name of a target in the configuration, or all that the configuration names. */
export function targetsOf(asked: string | undefined, config: Config): CheckTarget[] {
  const named = config.targets.map((target) => ({ ...target, is: [target.name, target.url] }));
  const chosen = asked === undefined ? named : named.filter(({ is }) => is.includes(asked));
  const found = chosen.map(({ name, url, config: own }) => ({ name, url, config: own() }));
  for (const { url } of found) assertMcpUrl(url);
  if (found.length > 0) return found;
  if (asked === undefined)
    throw new UsageError('say what to grade: the gateway’s MCP URL, or “targets” in the configuration');
  if (named.length > 0 && !asked.includes('/'))
    throw new UsageError(
      `the configuration names no target “${asked}”${didYouMean(
        asked,
        named.map(({ name }) => name),
      )}`,
    );
  assertMcpUrl(asked);
  return [{ url: asked, config }];
}

/** Where a target may lead, besides places that are no nearer to us than it is: what the configuration names. */
export const guardOf = (url: string, { insideOrigins, signInOrigins, hooks, mint }: Config): Guard =>
  createGuard({
    target: url,
    allowed: [...insideOrigins, ...signInOrigins, ...(hooks ? [hooks.url] : []), ...(mint ? [mint.url] : [])],
  });

/** Refuses what cannot be an MCP URL, before anything is sent. */
export function assertMcpUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // “mcp.example.com:8080/mcp” is a URL to the letter, of a scheme with dots; nobody means one.
  const isUrl = parsed !== undefined && /^[a-z]+:\/\//i.test(url);
  if (!isUrl || !/^https?:$/.test(parsed.protocol)) {
    const what = isUrl ? 'an http or https URL' : 'a URL';
    const meant = /^[\w.-]+\.[a-z]{2,}(:\d+)?(\/|$)/i.test(url) ? `https://${url}` : undefined;
    const hint = meant ? `did you mean ${meant}?` : 'give the gateway’s MCP URL, such as https://mcp.example.com/mcp';
    throw new UsageError(`“${url}” is not ${what}; ${hint}`);
  }
  if (parsed.username || parsed.password) throw new UsageError('the MCP URL must not hold a name or a password');
  if (parsed.hash) throw new UsageError('the MCP URL must not have a fragment (#…)');
}

/** Test hooks from the configuration; for a target on this machine also by `OPENBELL_HOOKS_TOKEN`, or a `serve` here. */
export function hookAccess(url: string, config: Config, env: NodeJS.ProcessEnv): HookAccess | undefined {
  if (config.hooks) return { ...config.hooks, promised: true };
  const { origin, hostname } = new URL(url);
  if (!isLoopback(hostname)) return undefined;
  const token = env.OPENBELL_HOOKS_TOKEN || findHooksToken(origin, env);
  return token ? { url: `${origin}/test-hooks`, token } : undefined;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
