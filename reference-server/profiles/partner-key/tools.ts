import type { Tool } from '../../tools/tool.ts';
import { partnerDirectory } from './tools/directory.ts';
import { partnerFeed } from './tools/feed.ts';
import { partnerPositions } from './tools/positions.ts';
import { partnerStats } from './tools/stats.ts';

/** The tools of `partner-key`: eight that only read. */
export const partnerKeyTools: readonly Tool[] = [
  ...partnerDirectory,
  ...partnerFeed,
  ...partnerPositions,
  ...partnerStats,
];
