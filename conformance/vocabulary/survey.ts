import type { Era } from './era.ts';
import type { Offer } from './features.ts';
import type { Purpose, ToolUse } from './profile.ts';

/** A fact in words: `{ fact: 'access tokens', is: 'opaque' }`. */
export interface Fact {
  fact: string;
  is: string;
}

/** What is known of a target before anything is graded. What is missing here nobody knows yet. */
export interface Survey {
  /** What it was seen not to offer, each with the words of why not. */
  lacks: Map<Offer, string>;
  /** The revisions of MCP that it speaks. */
  eras?: readonly Era[];
  /** Its tools by what they are for: those that were found among the tools that it lists. */
  tools?: Partial<Record<Purpose, ToolUse>>;
  /** Whether any of these tools wants to know an account. */
  wantsAccounts?: boolean;
  /** An account of somebody, by their name for signing in. */
  accounts: Map<string, string>;
  /** Whether clients that register themselves are told where their registration is managed (RFC 7592): seen with the first one. */
  managesClients?: boolean;
  /** Nobody signs in: the authorization server gives a code to whoever comes. */
  asksNobody?: boolean;
  /** Why nobody who could sign in gets a token, as was seen with the first who tried. */
  nobodyGetsIn?: string;
  /** The brokerage behind it, where users sign in: seen on this machine alone, where nothing is given away by asking there. */
  brokerage?: { origin: string };
  facts: Fact[];
}

export const emptySurvey = (): Survey => ({ lacks: new Map(), accounts: new Map(), facts: [] });

/** The name by which nobody signs in: where there is no authorization, or nobody is asked. */
export const NOBODY = '';
