export { createGateway } from './create-gateway.ts';
export * from './types.ts';
