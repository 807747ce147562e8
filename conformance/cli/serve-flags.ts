import type { ProfileId } from '../profiles/index.ts';
import type { StackOptions } from '../stack/start-stack.ts';

export interface ServeFlags {
  profile?: ProfileId;
  port?: number;
  brokerPort?: number;
  apiPort?: number;
  publicUrl?: string;
  apiPublicUrl?: string;
  allowOrigin?: string[];
  mutant?: string[];
  state?: string;
  hooks?: boolean;
  clock?: string;
  brokerOnly?: boolean;
  fault?: string[];
  control?: string[];
  ruleSet?: StackOptions['ruleSet'];
  registrations?: number;
  calls?: number;
  burst?: number;
  keyInAddress?: boolean;
  added?: boolean;
  fixtures?: 'official';
  dpop?: true | 'nonces';
  tokenLifetime?: string;
  refreshLifetime?: string;
  brokerCalls?: number;
}
