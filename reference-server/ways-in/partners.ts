import { mountPage } from '../oauth/mount.ts';
import type { WayIn } from '../oauth/oauth-context.ts';
import { answerNoAccess, checkAccess, mayComeIn, showNoAccess } from '../oauth/partner-access.ts';
import { partnerHooks } from '../partners/partner-hooks.ts';
import { authorizeWords } from '../token-words.ts';
import { registers } from './registers.ts';

/**
 * The client registers itself once, or is one that was agreed upon and has a secret. The account behind it needs partner
 * access. A partner key opens the gateway by itself, for clients that do not sign in.
 */
export const letsPartnersIn: WayIn = {
  ...registers,
  mount(app, context) {
    registers.mount(app, context);
    mountPage(app, '/oauth/no-access', showNoAccess(context), answerNoAccess(context));
  },
  hooks: (context) => ({ name: 'partners', router: partnerHooks(context) }),
  tokenWords: () => ({
    ...authorizeWords,
    wider: (scope) =>
      `This tool needs the scope ${scope}: authorize again with it, or send a partner key that has this operation.`,
  }),
  clientOf(context, clientId, asked) {
    const agreed = context.partners.client(clientId);
    const isKnown = context.behaviours.agreedClientIsKnown(agreed !== undefined);
    return agreed && isKnown ? agreed : registers.clientOf(context, clientId, asked);
  },
  userMayComeIn: mayComeIn,
  afterSignIn: checkAccess,
};
