import type { Answer } from './answer.ts';
import type { Challenge } from './challenge.ts';

/** A document that discovery found, and the answer that carried it. */
export interface Found {
  url: string;
  answer: Answer;
  // biome-ignore lint/suspicious/noExplicitAny: a stranger's document is judged field by field
  doc: any;
}

/** What a client learns about a target before it signs in (MCP authorization, RFC 9728, RFC 8414). */
export interface Discovery {
  /** The answer to a first request without a token. */
  unauthenticated: Answer;
  challenge?: Challenge;
  resourceMetadata?: Found;
  authorizationServer?: Found;
  /** Which of the authorization servers that the resource lists this is: the first whose metadata are there. */
  issuer?: string | undefined;
  /** What was found at each place where a document might have been, in words, the most telling first. */
  instead: { resourceMetadata: string[]; authorizationServer: string[] };
}
