import type { BrokerUser } from '../access.ts';
import type { Desk } from '../tools/tool.ts';
import type { Complete } from './prompt.ts';

/** Something to read beside the tools (MCP resources). */
export interface Resource {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
  /** Its text or bytes, made anew at each read. `scopes` are those of the caller. */
  read(now: number, scopes: readonly string[]): string | Uint8Array;
}

/** Many of a kind, by a URI template (RFC 6570). */
export interface ResourceTemplate {
  uriTemplate: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
  /** The scope that opens them; open to everybody where it is left out. */
  scope?: string;
  /** Those that a user has: what is listed, and told of when it may have changed. */
  urisOf(user: BrokerUser): readonly string[];
  /** By variable. */
  complete: Readonly<Record<string, Complete>>;
  /** Resolves with undefined where there is none. */
  read(desk: Desk, variables: Readonly<Record<string, string>>): Promise<string | undefined>;
}
