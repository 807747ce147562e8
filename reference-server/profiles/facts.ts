import type { GatewaySettings } from '../settings.ts';
import type { Tool } from '../tools/tool.ts';
import type { Prompt } from './prompt.ts';
import type { Resource, ResourceTemplate } from './resource.ts';
import type { Scope } from './scope.ts';

/** What one product has and another has not. */
export type Feature =
  /** Clients register themselves (RFC 7591). */
  | 'registration'
  /** Users generate a key in the brokerage's Client Center, whose Client ID goes into the AI client. */
  | 'client-center'
  /** A key may be marked for direct use: the brokerage issues the token, with the MCP URL as audience. */
  | 'direct-mode'
  /** The brokerage signs users in for its own gateway without a permission page. */
  | 'first-party-partner'
  /** Users see and end their connections on a page of the gateway. */
  | 'ai-clients-page'
  /** Trade tools work through an add-on of the trading platform, and are listed while that is online. */
  | 'add-on'
  /** Calls are for the paid plan. */
  | 'paid-plan'
  /** A platform mints tokens for its users, at an origin of its own; nobody signs in. */
  | 'minting'
  /** Orders take two calls: one that shows, one that sends. */
  | 'two-step-orders'
  /** Calls are limited by the minute, over all tools and for those that trade, and told as tool errors. */
  | 'call-windows'
  /** Whoever comes in has partner access, or brings a partner key. */
  | 'partner-keys'
  /** Clients with a secret, agreed upon beforehand. */
  | 'provisioned-clients'
  /** Scopes that contain nothing of each other: a user picks some. */
  | 'separate-scopes'
  /** Tools tell how far they are, and ask the client and its user before they answer. */
  | 'conversations'
  /** Slow tools may be called as tasks, in the revision that has them. */
  | 'tasks'
  /** A client describes itself in a document at the URL that is its Client ID. */
  | 'metadata-documents'
  /** Clients may register with a secret, or with keys of their own (RFC 7591), and manage that (RFC 7592). */
  | 'confidential-clients'
  /** Clients ask about their tokens (RFC 7662). */
  | 'introspection'
  /** Tokens can be bound to a key of the client (RFC 9449). */
  | 'bound-tokens';

/** What tells one modelled product from another, as data: all but its way in. */
export interface ProfileFacts {
  id: string;
  /** How a client gets in, in a line. */
  title: string;
  features: readonly Feature[];
  /** In order from the smallest to the largest where they contain each other. */
  scopes: readonly Scope[];
  /** What a client gets that names no scope; undefined leaves it to the brokerage's key. */
  smallestScopes: readonly string[] | undefined;
  /** The scope of tools that trade; undefined where none does. */
  tradeScope: string | undefined;
  /** What the gateway asks the brokerage for when a user signs in; undefined leaves it to the brokerage's key. */
  upstreamScopes: readonly string[] | undefined;
  /** In the order in which they are listed. */
  tools: readonly Tool[];
  /** What there is to read beside the tools. */
  resources?: readonly Resource[];
  templates?: readonly ResourceTemplate[];
  prompts?: readonly Prompt[];
  /** What the product added later, under scopes that older connections do not have. */
  added?: { scopes: readonly Scope[]; tools: readonly Tool[] };
  /** What `docs/tools.md` says of the tools. */
  aboutTools: string;
  /** Numbers that the product documents. */
  settings: Partial<GatewaySettings>;
}
