import { brokerageTokensAreNotStored } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'tokens/brokerage-token-answers-are-not-stored',
    title: 'A token answer of the brokerage forbids storing it',
    clauses: ['oauth21/token-no-store', 'AR-11'],
    applies: { needs: ['direct-mode'] },
    blame: 'broker',
    observes: brokerageTokensAreNotStored,
    ridesOn: ['pkce/brokerage-completes-an-s256-flow'],
    remedy: 'Send Cache-Control: no-store with every answer of the token endpoint.',
    variations: ['more-in-the-brokerages-token-answers', 'the-brokerages-json-with-escapes'],
    mutants: [{ name: 'brokerage-lets-its-answers-be-stored', replaces: { brokerAnswerForbidsStoring: () => false } }],
  }),
);
