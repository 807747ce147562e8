/** A JSON-RPC message from a server. */
export interface RpcMessage {
  jsonrpc?: string;
  id?: string | number | null;
  method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: results of strangers are judged field by field
  result?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  error?: { code: number; message: string; data?: any };
  // biome-ignore lint/suspicious/noExplicitAny: as above
  params?: any;
}

/** What came back for one request. */
export interface Answer {
  status: number;
  /** Lower-case names; several values joined by a comma. */
  headers: Record<string, string>;
  setCookies: string[];
  text: string;
  /** What it says, whichever way it is written: its messages or its document in the usual form of JSON, else its text. */
  words(): string;
  /** Number of the exchange in the record. */
  exchange: number;
  url: string;
  /** The body as JSON; a `Violation` where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: documents of strangers are judged field by field
  json(): any;
  /** The body as JSON, undefined where it is none. */
  tryJson(): unknown;
  /** All JSON-RPC messages of a JSON or SSE answer. */
  messages(): RpcMessage[];
  /** The response among them: the one message with a result or an error. */
  rpc(): RpcMessage | undefined;
}
