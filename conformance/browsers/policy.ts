import type { Document } from './html.ts';

const sameSchemeOrSafer = (wanted: string, protocol: string): boolean =>
  wanted === protocol || (wanted === 'http:' && protocol === 'https:');

/** CSP3 §6.7.2: does the source expression match? The path is left out, as it is after a redirect. */
function matches(source: string, url: URL, self: URL): boolean {
  const expression = source.toLowerCase();
  if (expression === '*') return ['http:', 'https:', self.protocol].includes(url.protocol);
  if (expression === "'self'") {
    const isDefaultPort = url.port === self.port || (self.port === '' && url.port === '');
    return url.hostname === self.hostname && isDefaultPort && sameSchemeOrSafer(self.protocol, url.protocol);
  }
  if (/^[a-z][a-z0-9+.-]*:$/.test(expression)) return sameSchemeOrSafer(expression, url.protocol);
  const [, scheme, host = '', port] =
    /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:]+|\[[^\]]+\])(?::(\d+|\*))?(?:\/.*)?$/.exec(expression) ?? [];
  if (!sameSchemeOrSafer(scheme ?? self.protocol, url.protocol)) return false;
  const isHost = host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : host === '*' || host === url.hostname;
  const ownPort = url.port || (url.protocol === 'https:' ? '443' : '80');
  const standard = url.protocol === 'https:' ? '443' : '80';
  return isHost && (port === '*' || (port ?? standard) === ownPort);
}

/** The policies that a page came with: of its headers and, where they may say so, of its `meta` elements. */
export const policiesOf = (headers: Record<string, string>, document: Pick<Document, 'equivalents'>): string[] =>
  [headers['content-security-policy'] ?? '', ...(document.equivalents['content-security-policy'] ?? [])]
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * The policy because of which a browser does not take a form of `page` to `url`, be it the form's own address or one
 * that a redirect behind it leads to (CSP3 §6.4.2, `form-action`; `sandbox`); undefined where none forbids it.
 */
export function forbids(policies: readonly string[], page: string, url: URL): string | undefined {
  const self = new URL(page);
  return policies.find((policy) => {
    const directives = policy.split(';').map((one) => one.trim().split(/\s+/));
    const [, ...sources] = directives.find(([name]) => name?.toLowerCase() === 'form-action') ?? [];
    const [sandbox, ...allowed] = directives.find(([name]) => name?.toLowerCase() === 'sandbox') ?? [];
    if (sandbox && !allowed.includes('allow-forms')) return true;
    const isSaid = directives.some(([name]) => name?.toLowerCase() === 'form-action');
    return isSaid && !sources.some((source) => matches(source, url, self));
  });
}
