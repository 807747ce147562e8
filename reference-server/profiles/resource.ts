/** Something to read beside the tools (MCP resources). */
export interface Resource {
  uri: string;
  name: string;
  title: string;
  description: string;
  mimeType: string;
  /** Its text, made anew at each read. `scopes` are those of the caller. */
  read(now: number, scopes: readonly string[]): string;
}
