import type { StepVerb } from '../step.ts';
import { addon } from './addon.ts';
import { advance } from './advance.ts';
import { aiClients } from './ai-clients.ts';
import { brokerConnection, fault, market } from './broker-events.ts';
import { burst } from './burst.ts';
import { call } from './call.ts';
import { clientCenter } from './client-center.ts';
import { confirm } from './confirm.ts';
import { authorizeStep, connect, redeemStep } from './connect.ts';
import { discoverStep } from './discover.ts';
import { journal } from './journal.ts';
import { listTools } from './list-tools.ts';
import { mint } from './mint.ts';
import { agree, endKey, partnerAccess, partnerKey, pretend, read, toolsAreAdded } from './partners.ts';
import { paste } from './paste.ts';
import { plan } from './plan.ts';
import { preview } from './preview.ts';
import { refreshStep } from './refresh.ts';
import { registerStep } from './register.ts';
import { rest } from './rest.ts';
import { revokeStep } from './revoke.ts';
import { visit } from './visit.ts';
import { wait } from './wait.ts';

const all = [
  discoverStep,
  registerStep,
  clientCenter,
  connect,
  authorizeStep,
  redeemStep,
  listTools,
  call,
  burst,
  refreshStep,
  revokeStep,
  aiClients,
  advance,
  wait,
  addon,
  plan,
  journal,
  rest,
  visit,
  mint,
  paste,
  preview,
  confirm,
  brokerConnection,
  market,
  fault,
  partnerAccess,
  partnerKey,
  endKey,
  agree,
  pretend,
  toolsAreAdded,
  read,
];

/** The verbs of a journey, by the name that YAML uses. */
export const steps: Record<string, StepVerb> = Object.fromEntries(
  all.map((verb) => [verb.name, verb as unknown as StepVerb]),
);
