import type { Answer } from '../vocabulary/answer.ts';
import { Violation } from '../vocabulary/expect.ts';
import type { Remark, UserAgent } from '../vocabulary/user-agent.ts';
import type { Goal } from './goal.ts';
import type { Button, Form, Link } from './html.ts';
import type { Shown } from './show.ts';

/** Where a step of the browser ended: on a page, or in front of the client's redirect URI. */
export type Arrived = Shown | { redirect: URL; exchange: number };

export type Fields = Record<string, string | string[]>;

/** What one kind of browser can do; everything a person decides is decided here, once for all kinds. */
export interface Driver {
  runsScripts: boolean;
  load(url: string, goal: Goal): Promise<Arrived>;
  /** Types `fields` into the form and presses `button`, or Enter. */
  press(at: Shown, form: Form, button: Button | undefined, fields: Fields, goal: Goal): Promise<Arrived>;
  follow(at: Shown, link: Link, goal: Goal): Promise<Arrived>;
  /** Goes where the page sends the browser by itself. */
  moveOn(at: Shown, to: string, goal: Goal): Promise<Arrived>;
  /** Leaves the sign-in page to a person, and comes back when they are through; without it the suite signs in. */
  waitForPerson?(at: Shown, goal: Goal): Promise<Arrived>;
  /** Somebody is about to sign in here: another than before leaves nothing behind for those who share the browser. */
  isUsedBy(name: string): void;
  /** How often a password was refused: kept with what the browsers of one person share. */
  refusals: Map<string, number>;
  /** What a visit has shown that is no obstacle to this browser; whoever reads them empties the list. */
  remarks: Remark[];
  forget(): void;
  another(): UserAgent;
}

/** The most redirects in a row, and the most pages of a visit. */
export const MOST_HOPS = 25;
/** Resolves an address of a page as a browser does: an empty one is the page's own, any other is relative to its base. */
export function addressOf({ page, document }: Shown, written: string): string {
  if (written === '') return page.url;
  const base = document.base !== undefined && URL.canParse(document.base, page.url) ? document.base : '';
  const from = new URL(base, page.url).href;
  if (URL.canParse(written, from)) return new URL(written, from).href;
  throw new Violation('an address', written.slice(0, 200), { exchange: page.exchange } as Answer);
}
