import type { Tool } from './tool.ts';
export const dynamicClientTools: readonly Tool[] = [];
