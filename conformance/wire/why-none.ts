/** What TLS says about a certificate that somebody else than the usual authorities has signed. */
const OF_AN_UNKNOWN_SIGNER = /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/;

/** What is said of a server that hung up. */
export const CUT = 'the connection was cut';

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name cannot be looked up right now',
  ECONNRESET: CUT,
  EPIPE: CUT,
  UND_ERR_SOCKET: CUT,
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_BODY_TIMEOUT: 'its answer stopped half way',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too long',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer is not as long as it said',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
};

/** Why no whole answer came, in words that are the same each time; `url` tells whether TLS was tried by mistake. */
export function whyNone(error: unknown, url: string): string {
  const { code, message, name } = error as { code?: string; message: string; name: string };
  if (name === 'TimeoutError') return 'no whole answer came in time';
  // OpenSSL writes a line of its own, with the place in its sources.
  if (code && OF_AN_UNKNOWN_SIGNER.test(code))
    return 'this machine does not know who signed its certificate; --ca FILE names who did (PEM)';
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL_')) {
    if (!/wrong version number|packet length too long/.test(message)) return `the TLS handshake failed (${code})`;
    return `it does not speak TLS; did you mean ${url.replace(/^https/, 'http')}?`;
  }
  // A status that is none trips the reader over an assertion of its own.
  if (code?.startsWith('HPE_') || code === 'ERR_ASSERTION' || name === 'HTTPParserError')
    return 'it does not speak HTTP';
  return (code && known[code]) || message || code || 'no reason given';
}
