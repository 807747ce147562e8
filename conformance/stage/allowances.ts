import type { BrowserMemory } from '../vocabulary/user-agent.ts';

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

/** Where users make keys by hand, what a run may still make there, and what it has to delete. */
export interface ClientCenter {
  url: string;
  left: number;
  most: number;
  /** Whose each key is that still stands there. */
  made: Map<string, string>;
  /** What the browsers remember in which somebody is signed in there, by email address. */
  browsers: Map<string, BrowserMemory>;
}
