import type { Mcp } from './mcp.ts';

/** Partner keys as a configuration tells them. */
export interface ConfiguredKeys {
  whole?: string | undefined;
  part?: string | undefined;
  revoked?: string | undefined;
  inAddress: boolean;
}

/** A partner key, and its end. */
export interface PartnerKey {
  key: string;
  revoke(): Promise<void>;
}

/** Keys that open a gateway by themselves: by a hook, else as the configuration tells them. */
export interface PartnerKeys {
  /** One that may do everything; all checks have the same. */
  whole(): Promise<string>;
  /** One that may do these operations alone; of the configuration, whatever it may do. */
  part(operations: readonly string[]): Promise<string>;
  /** One that was revoked. */
  revoked(): Promise<string>;
  /** One that nobody else uses; two of one check are of one account. */
  own(): Promise<PartnerKey>;
  /** Whether keys are taken from the address: a hook switches it, the configuration says it of whoever has none. */
  takenFromTheAddress(isSo: boolean): Promise<void>;
  /** A client that has this key in the address, and a token in the header where one is given. */
  mcp(key: string, token?: string): Mcp;
}
