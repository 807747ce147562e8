/** A few checks of each place: the whole suite is for the benchmark. */
export const few = [
  'discovery/challenge-leads-to-the-metadata',
  'discovery/serves-authorization-server-metadata',
  'discovery/endpoints-are-there-and-safe',
  'registration/answers-201-with-a-client-id',
  'pkce/completes-an-s256-flow',
  'tokens/accepts-its-own-tokens',
  'tokens/token-answers-are-complete',
  'tokens/refuses-a-made-up-token',
  'invalid-grant/calls-an-unknown-code-invalid-grant',
  'wire/speaks-json-rpc',
  'wire/gives-tools-plain-names',
  'wire/publishes-valid-schemas',
  'wire/answers-ping',
];
