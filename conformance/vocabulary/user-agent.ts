/** What the person does at each page of a sign-in, in the order in which the pages come. */
export interface Human {
  /** What they type where somebody asks who they are; their email address unless told. */
  username?: string;
  email?: string;
  password: string;
  /** Origins at which they type their password; anywhere unless told. */
  signsInAt?: readonly string[];
  /** The target is on this machine: the page of another program on it, to which the target leads, is trusted as it is. */
  isOnThisMachine?: boolean;
  /** At the permission page: the button they press, or `leave` to close the tab. `allow` unless told. */
  decision?: 'allow' | 'deny' | 'leave';
  /** At the permission page: the scope they choose, where there is a choice; an empty one leaves none. */
  scope?: string;
  /** At the permission page, first: “not you? sign out”. */
  signOutFirst?: boolean;
  /** At a page that says where the connection goes: `continue` unless told; `stop` to read it and stay there. */
  atSuccessPage?: 'continue' | 'cancel' | 'stop';
  /** At a page that asks nothing more, with one button: press it, to hear what becomes of that. */
  goesBack?: true;
  /** At the sign-in page, the first time: mistype the password. */
  mistypeFirst?: boolean;
}

/** What somebody types as their name. */
export const nameOf = ({ username, email }: Pick<Human, 'username' | 'email'>): string => username ?? email ?? '';

export type PageKind = 'sign-in' | 'permission' | 'success' | 'error' | 'other';

/** A page as it was shown. */
export interface Page {
  url: string;
  status: number;
  kind: PageKind;
  title: string;
  /** The visible text, white space folded. */
  text: string;
  /** Content of the element with `data-error-code`, or the error that a page of JSON names, if there is one. */
  errorCode?: string;
  headers: Record<string, string>;
  html: string;
  exchange: number;
}

/** Something on the way in that is wrong, though it did not keep this browser from going on. */
export interface Remark {
  /** A policy that other browsers obey, or a password that was sent where everybody can read it. */
  about: 'form-action' | 'password-in-an-address';
  says: string;
  exchange: number;
}

/** Where following an authorization URL ended. */
export interface Landing {
  /** Every page that was shown on the way. */
  pages: Page[];
  /** The redirect to the client's redirect URI, if it came to that. */
  redirect?: { url: URL; exchange: number };
  /** The page where it stopped otherwise. */
  stoppedAt?: Page;
  /** Why it stopped there, in a sentence: what the page asked for, and what was missing. */
  why?: string;
  remarks?: Remark[];
}

/** What a browser remembers of a person, kept apart so that several checks can share one who is signed in. */
export interface BrowserMemory {
  /** What the user agent puts there: cookies, or a browser context. */
  kept?: unknown;
  /** Who signed in with it. */
  whose?: string;
  /** How often each password was refused, by where and whose it is. */
  refusals?: Map<string, number>;
}

/** One person's browser: keeps cookies from visit to visit. */
export interface UserAgent {
  /** Opens `url` and acts as `human` does until the browser is sent to `redirectUri` or nothing more can be done. */
  visit(url: string, redirectUri: string, human: Human): Promise<Landing>;
  /** Opens a page and signs in where that is asked for. */
  open(url: string, human: Human): Promise<Page>;
  /** Fills in and sends the form of the page last opened that has this button, as a person would. */
  submit(
    page: Page,
    press: { name: string; value: string; within?: string },
    fields?: Record<string, string | string[]>,
  ): Promise<Page>;
  /** Forgets all cookies. Whoever shares what this browser remembered keeps it. */
  forget(): void;
  /** Another browser, which knows nobody: for an experiment that must leave nothing behind. */
  another(): UserAgent;
}
