/** Revisions of MCP, by date, oldest first. From 2026-07-28 on the protocol is stateless. */
export const ERAS = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type Era = (typeof ERAS)[number];

/** The two eras that a run grades unless told otherwise: the last stateful one and the stateless one. */
export const GRADED_ERAS: readonly Era[] = ['2025-11-25', '2026-07-28'];

/** All eras from `first` on. */
export const since = (first: Era): readonly Era[] => ERAS.filter((era) => era >= first);

/** All eras up to and including `last`. */
export const until = (last: Era): readonly Era[] => ERAS.filter((era) => era <= last);

/** True for an era without sessions. */
export const isStateless = (era: string): boolean => era >= '2026-07-28';
