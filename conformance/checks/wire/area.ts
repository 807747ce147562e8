import { area } from '../../vocabulary/check.ts';

/** The protocol of each era over HTTP; with or without authorization, which MCP leaves open. */
export const { check, rows } = area({
  dependsOn: ['tokens/accepts-its-own-tokens'],
});
