import type { RpcMessage } from '../vocabulary/answer.ts';
import { type Observation, type Observed, observation, type Sight, unless } from '../vocabulary/observation.ts';

// What the codes of errors say, in the revision that divided their range among those who use it.

const HEADERS_DIFFER = -32020;
const CAPABILITY_MISSING = -32021;
const VERSION_UNSUPPORTED = -32022;
const DEFINED = [HEADERS_DIFFER, CAPABILITY_MISSING, VERSION_UNSUPPORTED];
const OF_JSON_RPC = [-32700, -32600, -32601, -32602, -32603];
const RETIRED = [-32002, -32042];

const META = 'io.modelcontextprotocol';
const isWithin = (code: number, from: number, to: number): boolean => code <= from && code >= to;

type ErrorSight = Sight<'mcp'> & { error: NonNullable<RpcMessage['error']> };

/** Judges the error of an answer in the stateless era; what has none is not looked at. */
const onErrors = (judge: (sight: ErrorSight) => Observed): Observation =>
  observation({
    kind: 'mcp',
    judge(sight) {
      const { era, messages } = sight.is;
      if (era !== '2026-07-28' || sight.about.era !== era) return undefined;
      const error = messages.find((message) => Number.isInteger(message.error?.code))?.error;
      return error && judge({ ...sight, error });
    },
  });

/** Codes from -32020 to -32099 are those that the specification defines. */
export const reservedCodes = onErrors(({ error: { code } }) =>
  unless(!isWithin(code, -32020, -32099) || DEFINED.includes(code), 'no code that nobody has defined', String(code)),
);

/** Whether the headers say what the body says, as far as every request has them; arguments may be mirrored besides. */
function headersAgree({ request: { headers }, is: { request } }: Sight<'mcp'>): boolean {
  const { method, params } = request ?? {};
  const name = params?.name ?? params?.uri;
  return (
    request !== undefined &&
    headers['mcp-method'] === method &&
    headers['mcp-protocol-version'] === params?._meta?.[`${META}/protocolVersion`] &&
    headers['mcp-name'] === name &&
    method !== 'tools/call'
  );
}

/** -32020 where headers and body differ, -32021 for what the client cannot do, -32022 for a version that is not served. */
export const meaningOfReservedCodes = onErrors((sight) => {
  const { error, answer, is } = sight;
  const { code, data } = error;
  if (code === HEADERS_DIFFER)
    return unless(!headersAgree(sight), '-32020 only where headers and body differ', 'both say the same');
  if (code === CAPABILITY_MISSING) {
    const listed = Object.keys(data?.requiredCapabilities ?? {}).length > 0;
    const expected = '-32021 with status 400 and the capabilities that are missing';
    return unless(listed && answer.status === 400, expected, `${answer.status} and data ${JSON.stringify(data)}`);
  }
  if (code !== VERSION_UNSUPPORTED) return 'well';
  const asked = is.request?.params?._meta?.[`${META}/protocolVersion`];
  const expected = '-32022 with the versions that are served, none of which was asked for';
  const isSo = Array.isArray(data?.supported) && !data.supported.includes(asked);
  return unless(isSo, expected, `data ${JSON.stringify(data)} for ${asked}`);
});

/** What an earlier revision defined and this one took back is said no more. */
export const retiredCodes = onErrors(({ error: { code } }) =>
  unless(!RETIRED.includes(code), 'no code that this revision took back', String(code)),
);

/** The codes that implementations gave out before there was a rule are for those alone. */
export const legacyCodes = onErrors(({ error: { code } }) =>
  // What was taken back has a rule of its own.
  unless(!isWithin(code, -32000, -32019) || RETIRED.includes(code), 'no code from -32000 to -32019', String(code)),
);

/** What a server makes up itself stands outside of the range of JSON-RPC. */
export const ownCodes = onErrors(({ error: { code } }) => {
  const isOwn = isWithin(code, -32100, -32768) && !OF_JSON_RPC.includes(code);
  return unless(!isOwn, 'codes of its own outside of -32768 to -32000', String(code));
});

/** A refusal for a capability that the client has not: status 400, and which one. */
export const missingCapability = observation({
  kind: 'mcp',
  absent: 'nothing was refused for a capability that the client lacks',
  judge({ answer, is: { messages, request } }) {
    const error = messages.find((message) => message.error?.code === CAPABILITY_MISSING)?.error;
    if (!error) return undefined;
    const declared = Object.keys(request?.params?._meta?.[`${META}/clientCapabilities`] ?? {});
    const missing = Object.keys(error.data?.requiredCapabilities ?? {});
    const isSo = answer.status === 400 && missing.length > 0;
    const seen = `${answer.status}, data ${JSON.stringify(error.data)}, with ${declared.join(', ') || 'none'} declared`;
    return unless(isSo, 'status 400 and data.requiredCapabilities', seen);
  },
});
