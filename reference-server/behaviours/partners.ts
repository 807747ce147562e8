import type { Range } from '../tools/tool.ts';

/** What is decided about partners: their access, their keys, and clients that were agreed upon beforehand. */
export const partnerBehaviours = {
  /** CE-2: an account needs partner access, or an active key; asked at sign-in, at each call and at each refresh. */
  partnerMayComeIn: (access: boolean, activeKeys: number, _when: 'sign-in' | 'call' | 'refresh'): boolean =>
    access || activeKeys > 0,

  /** CE-4: a revoked key is no key. */
  partnerKeyIsActive: (status: string): boolean => status === 'active',

  /** CE-4: a new key stands beside those that there are, until they are ended: clients change over. */
  keysThatANewOneEnds: (_ofTheAccount: readonly string[]): readonly string[] => [],

  /** CE-4: a key is ended by itself; those that the account has besides stay. */
  keysThatEnd: (revoked: string, _ofTheAccount: readonly string[]): readonly string[] => [revoked],

  /** CE-4: a key may do what it was made for, and nothing more, wherever it stands. */
  keyMayDoItsOperations: (
    operations: readonly string[],
    _offered: readonly string[],
    _place: 'header' | 'address',
  ): readonly string[] => operations,

  /**
   * CE-4: a key in the address is for clients that can send no header at all, and only where that is switched on. Two
   * credentials that differ are two callers: our choice where the product is silent, nobody gets in.
   */
  credentialIsChosen: (
    header: string | undefined,
    key: string | undefined,
    switchedOn: boolean,
  ): 'header' | 'address' | 'neither' => {
    if (!switchedOn || key === undefined) return 'header';
    if (header === undefined) return 'address';
    return header.trim().replace(/^bearer +/i, '') === key ? 'header' : 'neither';
  },

  /** CE-4: what may stand in an address is a key, never an OAuth token. */
  addressHoldsKeysOnly: (isAKey: boolean): boolean => isAKey,

  /** CE-3: a client that was agreed upon need not register. */
  agreedClientIsKnown: (found: boolean): boolean => found,

  /** A user who leaves nothing of what was asked for has said no. */
  nothingLeftIsANo: (scopesLeft: number): boolean => scopesLeft === 0,

  /** RFC 6749 §2.3: a client authenticates in one way at a time. */
  clientAuthenticatesOneWay: (ways: readonly string[]): boolean => ways.length <= 1,

  /** RFC 6749 §2.3.1: a secret is read where it stands, header or body. */
  secretIsRead: (inTheHeader: string | undefined, inTheBody: string | undefined): string | undefined =>
    inTheHeader ?? inTheBody,

  /** RFC 6749 §2.3.1: both parts of the header are written as in a form. */
  basicIsReadAsAForm: (text: string): string => decodeURIComponent(text.replaceAll('+', ' ')),

  /** CE-3: whoever names a confidential client proves to be it; `matches` is undefined where no secret was sent. */
  confidentialClientProvesItself: (matches: boolean | undefined): boolean => matches === true,

  /** A cursor is this user's, of this tool and these filters. `sealed` is whether it opened under all three. */
  cursorIsTheirs: (sealed: boolean): boolean => sealed,

  /** CE-6: the next page begins where the one before ended. */
  pageBegins: (position: number): number => position,

  /** CE-6: at most so many rows at once. */
  pageIsWithinTheLimit: (asked: number, most: number): number => Math.min(asked, most),

  /** CE-6: a range that reaches beyond what is kept, or ahead of now, is served as far as there is anything. */
  rangeIsClamped: (asked: Range, allowed: Range): Range => {
    const within = (at: number) => Math.min(Math.max(at, allowed.start), allowed.end);
    return { start: within(asked.start), end: within(asked.end) };
  },

  /** CE-6: what is told is the range that was served, not the one that was asked for. */
  appliedRangeIsTold: (served: Range, _asked: Range): Range => served,
};
