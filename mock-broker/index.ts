export type { RuleSet } from './book/book.ts';
export { type Control, controlFrom, controls, controlVerbs, type HookRequest } from './control-text.ts';
export { createBroker } from './create-broker.ts';
export { faultFrom } from './fault-text.ts';
export { type FaultKind, type FaultOrder, faultKinds } from './faults.ts';
export type * from './types.ts';
export { UnknownWord } from './unknown-word.ts';
export { seededKeys, seededPassword } from './users.ts';
