import { accessTokenBehaviours } from './behaviours/access-tokens.ts';
import { authorizationRequestBehaviours } from './behaviours/authorization-request.ts';
import { clientAuthenticationBehaviours } from './behaviours/client-authentication.ts';
import { conversationBehaviours } from './behaviours/conversations.ts';
import { documentBehaviours } from './behaviours/documents.ts';
import { mcpEdgeBehaviours } from './behaviours/mcp-edge.ts';
import { mcpProtocolBehaviours } from './behaviours/mcp-protocol.ts';
import { mintingBehaviours } from './behaviours/minting.ts';
import { offerBehaviours } from './behaviours/offers.ts';
import { partnerBehaviours } from './behaviours/partners.ts';
import { proofBehaviours } from './behaviours/proofs.ts';
import { registrationBehaviours } from './behaviours/registration.ts';
import { signInBehaviours } from './behaviours/sign-in.ts';
import { taskBehaviours } from './behaviours/tasks.ts';
import { tokenRequestBehaviours } from './behaviours/token-requests.ts';
import { twoStepBehaviours } from './behaviours/two-step-orders.ts';

/**
 * The decisions of the reference gateway that a clause or a guide speaks about, each a small pure function that can be
 * false. A mutant replaces exactly one. They take plain data, never the record itself, and never throw.
 * Names are assertions, and unique over this record and the mock broker's. One flat record, kept in files by subject.
 */
export const gatewayBehaviours = {
  ...authorizationRequestBehaviours,
  ...signInBehaviours,
  ...tokenRequestBehaviours,
  ...accessTokenBehaviours,
  ...registrationBehaviours,
  ...mcpEdgeBehaviours,
  ...mcpProtocolBehaviours,
  ...mintingBehaviours,
  ...twoStepBehaviours,
  ...partnerBehaviours,
  ...conversationBehaviours,
  ...offerBehaviours,
  ...documentBehaviours,
  ...clientAuthenticationBehaviours,
  ...proofBehaviours,
  ...taskBehaviours,
};

export type GatewayBehaviours = typeof gatewayBehaviours;
