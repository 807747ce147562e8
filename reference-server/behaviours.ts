/**
 * The decisions of the reference gateway that a clause or a guide speaks about, each a small pure function that can be
 * false. A mutant replaces exactly one. They take plain data, never the record itself, and never throw.
 * Names are assertions, and unique over this record and the mock broker's.
 */
export const gatewayBehaviours = {
  /** RFC 8707 §2, MCP authorization: the token was issued for this gateway's MCP URL. */
  audienceIsOurs: (audience: string | readonly string[], mcpUrl: string): boolean =>
    [audience].flat().includes(mcpUrl),
};

export type GatewayBehaviours = typeof gatewayBehaviours;
