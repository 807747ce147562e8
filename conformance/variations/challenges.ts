import { rewriteAnswer, rewriteFields, rewriteMetadata } from '../vocabulary/rewrites.ts';
import type { Variation } from '../vocabulary/variation.ts';

const PARAMETERS = /([\w-]+)="((?:[^"\\]|\\.)*)"/g;
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;
const parametersOf = (challenge: string): [string, string][] =>
  [...challenge.matchAll(PARAMETERS)].map(([, name, value]) => [name!, value!]);

/** Rewrites each challenge for Bearer from its parameters. */
const challenge = (write: (parameters: [string, string][]) => string) =>
  rewriteAnswer({}, ({ headers: { 'www-authenticate': words } }) =>
    words?.startsWith('Bearer ') ? { headers: { 'www-authenticate': write(parametersOf(words)) } } : undefined,
  );
const quoted = ([name, value]: [string, string]): string => `${name}="${value}"`;

/** What challenges and the documents that they lead to leave open. */
export const challengeVariations: readonly Variation[] = [
  {
    name: 'a-challenge-among-others',
    round: 1,
    does: 'Challenges for Basic and for a scheme of its own before Bearer, in one header.',
    allowedBy: 'RFC 9110 §11.6.1: a header may hold several challenges',
    rewrites: challenge((all) => `Basic realm="a, b=\\"c\\"", Own abc==, Bearer ${all.map(quoted).join(', ')}`),
  },
  {
    name: 'a-challenge-in-another-form',
    round: 2,
    does: 'Writes a challenge in small letters, its parameters in the opposite order, with a realm and without needless quotes.',
    allowedBy: 'RFC 9110 §11.2, §5.6.6: neither case nor order matters, and a token needs no quotes',
    rewrites: challenge(
      (all) =>
        `bearer realm="the \\"desk\\"" ,${all
          .reverse()
          .map(([name, value]) => (TOKEN.test(value) ? `${name.toUpperCase()}=${value}` : quoted([name, value])))
          .join(' , ')}`,
    ),
  },
  {
    name: 'proofs-are-taken-too',
    round: 3,
    does: 'Takes proofs of possession beside Bearer: says so in each challenge, and gives nonces with it, with tokens and with its metadata.',
    allowedBy: 'RFC 9449 §7.1, §7.2, §8, §9',
    rewrites: rewriteAnswer({}, ({ path, status, headers }) => {
      const isChallenge = status === 401 && headers['www-authenticate']?.startsWith('Bearer ');
      if (!isChallenge && !/^\/oauth\/token$|^\/\.well-known\/oauth-protected-resource/.test(path)) return undefined;
      return {
        headers: {
          ...(isChallenge ? { 'www-authenticate': `${headers['www-authenticate']}, DPoP algs="ES256 EdDSA"` } : {}),
          'dpop-nonce': 'eyJ7S_zG.eyJH0-Z.HX4w-7v',
          'cache-control': 'no-store',
          'access-control-expose-headers': 'WWW-Authenticate, DPoP-Nonce',
        },
      };
    }),
  },
  {
    name: 'refusals-in-plain-text',
    round: 3,
    does: 'Answers who brings no good token with plain text instead of JSON.',
    allowedBy: 'RFC 6750 §3: the challenge alone is demanded',
    rewrites: rewriteAnswer({ path: '/mcp', status: [401, 403] }, ({ headers }) =>
      headers['www-authenticate']
        ? { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not without a token.' }
        : undefined,
    ),
  },
  {
    name: 'empty-refusals',
    round: 4,
    does: 'Answers who brings no good token with a challenge and no body.',
    allowedBy: 'RFC 9110 §15.5.2, RFC 6750 §3: the challenge alone is demanded',
    rewrites: rewriteAnswer({ path: '/mcp', status: [401, 403] }, ({ headers }) =>
      headers['www-authenticate'] ? { headers: { 'content-type': undefined }, body: '' } : undefined,
    ),
  },
  {
    name: 'more-in-the-metadata',
    round: 1,
    does: 'Adds members that nobody knows to the metadata of the authorization server.',
    allowedBy: 'RFC 8414 §3.2: unknown members are ignored',
    rewrites: rewriteMetadata({
      'example.com/build': { number: 7 },
      claims_parameter_supported: false,
      ui_locales_supported: ['en', 'de-CH-1996'],
      service_documentation: 'https://docs.example.com/',
      require_pushed_authorization_requests: false,
    }),
  },
  {
    name: 'lists-what-it-protects',
    round: 1,
    does: 'Lists in the metadata of the authorization server the one resource that it protects.',
    allowedBy: 'RFC 9728 §4',
    rewrites: rewriteMetadata(({ issuer }) => ({ protected_resources: [`${issuer}/mcp`] })),
  },
  {
    name: 'more-in-the-resource-metadata',
    round: 1,
    does: 'Adds members that nobody knows to the metadata of the protected resource, one of them with a language.',
    allowedBy: 'RFC 9728 §2, §2.1, §3.2',
    rewrites: rewriteFields(
      { path: /^\/\.well-known\/oauth-protected-resource/, status: 200 },
      {
        'resource_name#de': 'Handelstisch',
        'example.com/desk': [1, null],
        tls_client_certificate_bound_access_tokens: false,
      },
    ),
  },
  {
    name: 'metadata-is-not-cached',
    round: 1,
    does: 'Lets nobody store its metadata.',
    allowedBy: 'RFC 9111 §5.2.2.5: whether metadata is stored is up to the server',
    rewrites: rewriteAnswer({ path: /^\/\.well-known\// }, { headers: { 'cache-control': 'no-store' } }),
  },
  {
    name: 'keys-of-other-kinds',
    round: 1,
    does: 'Publishes keys of other kinds beside its own, one of a kind that nobody knows.',
    allowedBy: 'RFC 7517 §5: keys that are not understood are ignored',
    rewrites: rewriteFields({ path: /jwks/, status: 200 }, ({ keys }) => ({
      keys: [
        { kty: 'example.com/lattice', kid: 'q1', pub: 'AAAA' },
        { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', kid: 'ed', use: 'sig' },
        ...keys,
      ],
    })),
  },
];
