import { area } from '../../vocabulary/check.ts';

/** The protocol of each era over HTTP; with or without authorization, which MCP leaves open. */
export const { check, rows } = area({
  variations: ['answers-in-an-event-stream', 'more-in-results'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
});
