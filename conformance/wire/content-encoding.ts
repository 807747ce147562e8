import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Violation } from '../vocabulary/expect.ts';

// What real clients accept is accepted, so that what a server compresses is read as they read it. Decoders work bit by
// bit: whoever reads decides how much, however small a bomb was on its way.

/** The codings that are accepted, as clients name them. */
export const ACCEPTED = 'gzip, deflate, br';

const zlib = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const decoders: Record<string, () => Transform> = {
  gzip: () => createGunzip(zlib),
  'x-gzip': () => createGunzip(zlib),
  deflate: () => createInflate(zlib),
  br: () =>
    createBrotliDecompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      finishFlush: constants.BROTLI_OPERATION_FLUSH,
    }),
};

/** More codings than this, one over the other, are there for no honest reason. */
const MOST = 3;

/** The body as it was before it was coded (RFC 9110 §8.4); `Violation` for a coding that nobody accepted. */
export function decoded(body: Readable, contentEncoding = ''): Readable {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const known = codings.map((coding) => (Object.hasOwn(decoders, coding) ? decoders[coding] : undefined));
  if (codings.length > MOST || known.includes(undefined)) {
    body.on('error', () => {}).destroy();
    throw new Violation(
      `an answer in a coding that was accepted (${ACCEPTED})`,
      `Content-Encoding: ${contentEncoding}`,
    );
  }
  const end = known.reduceRight<Readable>((from, make) => pipeline(from, make!(), () => {}) as Readable, body);
  return end;
}

/** What a body that is not in the coding that its header names comes to; undefined for other mistakes. */
export function wrongCoding(error: unknown, contentEncoding = ''): Violation | undefined {
  const { code = '' } = error as { code?: string };
  if (!/^(Z_|ERR_BROTLI|ERR_?_?BROTLI|ERR__ERROR_FORMAT)/.test(code)) return undefined;
  const expected = 'a body in the coding that Content-Encoding names (RFC 9110 §8.4)';
  return new Violation(expected, `Content-Encoding: ${contentEncoding}, and a body that is none`);
}
