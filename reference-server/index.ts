export { createGateway } from './create-gateway.ts';
export type * from './types.ts';
