/** Where a client wants its users sent back to. */
export interface Callback {
  uri: string;
  /** The client appends an id of the connection. */
  appendsAnId?: true;
}

/** Something that a client is known to do, and where that is said or was seen. */
export interface Habit {
  does: string;
  evidence: string;
}

/** A client that users know: what sets it apart from any other, as data. */
export interface Persona {
  id: string;
  /** As it calls itself, and as users know it. */
  name: string;
  /** The first is the one that journeys use. */
  callbacks: readonly [Callback, ...Callback[]];
  /** A program on the user's machine: its callback is its own listener, on whichever port is free. */
  listensLocally?: true;
  /** Signs its users in at the brokerage itself (direct mode), and is no client of the gateway’s authorization server. */
  goesToTheBrokerage?: true;
  /** Uses what another connected: the id of that one. */
  sharesConnectionOf?: string;
  /** Where a Client ID that was made beforehand goes, in the words of its own pages; where that is known. */
  clientIdGoesInto?: string;
  habits: readonly Habit[];
}
