import type { PromptMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Talk } from '../tools/talk.ts';
import type { Desk } from '../tools/tool.ts';

/** Values that begin as what was typed; the caller keeps them to the point. */
export type Complete = (desk: Desk) => Promise<readonly string[]> | readonly string[];

export interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
  /** All values that there are, where they can be told. */
  complete?: Complete;
}

/** A text that a user picks (MCP prompts). */
export interface Prompt {
  name: string;
  title: string;
  description: string;
  /** The scope that opens it; open to everybody where it is left out. */
  scope?: string;
  arguments: readonly PromptArgument[];
  messages(desk: Desk, args: Readonly<Record<string, string>>, talk: Talk): Promise<PromptMessage[]>;
}
