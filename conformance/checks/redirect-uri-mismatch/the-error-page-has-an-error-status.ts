import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { expectStopped } from './mismatch.ts';

export default check({
  id: 'redirect-uri-mismatch/the-error-page-has-an-error-status',
  title: 'The page about a wrong redirect URI comes with a status of 4xx',
  clauses: ['oauth21/error-page-status'],
  blame: 'authorization-server',
  dependsOn: ['redirect-uri-mismatch/accepts-the-right-one'],
  async run(world) {
    const { status, title } = await expectStopped(world, () => 'https://attacker.example/callback');
    expect.that(status >= 400 && status < 500, { expected: 'an error page (4xx)', seen: `${status} ${title}` });
  },
  remedy: 'Answer 400: programs that look at the status take 200 for a success.',
  mutants: [
    {
      name: 'calls-its-error-page-a-success',
      rewrites: {
        at: 'gateway',
        response: (response) =>
          response.path === '/oauth/authorize' && response.status === 400 ? { ...response, status: 200 } : response,
      },
    },
  ],
});
