export { createGateway } from './create-gateway.ts';
export { mayHaveFixtures, productHas } from './profiles/index.ts';
export { openState } from './state/libsql.ts';
export { type State, StateTrouble } from './state/state.ts';
export type * from './types.ts';
