/** Seconds that a run may wait: for limits, in all, at one time and where nothing was ever served, and for what needs time by its nature. */
export interface Patience {
  left: number;
  atOnce: number;
  /** At places that have never answered with anything but 429. */
  unproven: number;
  forTime: number;
}

/** A limit that binds for longer than a run waits: until when, in milliseconds of this process, and in its own words. */
export interface Limit {
  until: number;
  words: string;
}

/** A client, and where the server takes it back (RFC 7592 §3). */
export interface Registered {
  uri: string;
  token: string;
}
