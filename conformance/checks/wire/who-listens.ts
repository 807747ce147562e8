import { since, until } from '../../vocabulary/era.ts';

// Who hears what a server says besides its answers: the checks that observers of it ride on.

export const stateless = { eras: since('2026-07-28') };
export const stateful = { eras: until('2025-11-25') };
/** Whoever opens a stream on which the server may say something unasked. */
export const listeners = ['wire/acknowledges-a-subscription-first', 'wire/announces-that-its-tools-changed'] as const;
export const callers = ['wire/reports-growing-progress', 'wire/says-what-its-schemas-say'] as const;
export const changed = 'notifications/tools/list_changed';
export const log = (data: unknown) => ({ method: 'notifications/message', params: { level: 'info', data } });
