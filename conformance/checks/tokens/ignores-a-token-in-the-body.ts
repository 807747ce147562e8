import { expect } from '../../vocabulary/expect.ts';
import { check } from './area.ts';
import { first } from './first.ts';

export default check({
  id: 'tokens/ignores-a-token-in-the-body',
  title: 'A token in the body is as good as none',
  clauses: ['mcp/authz/server-status-401'],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const { accessToken } = await world.borrow();
    const probe = world.mcp().draft(...first(world.era));
    const body = JSON.stringify({ ...probe.body, access_token: accessToken });
    const inJson = await world.http.send({ url: world.mcpUrl, headers: probe.headers, body });
    expect.bearerRefusal(inJson, 401);
    const headers = { accept: 'application/json, text/event-stream' };
    const inForm = await world.http.send({ url: world.mcpUrl, headers, form: { access_token: accessToken } });
    // A form is no message of MCP: whoever looks at that first may say so.
    if (inForm.status !== 400 && inForm.status !== 415) expect.bearerRefusal(inForm, 401);
  },
  remedy:
    'Read the token from the Authorization header alone, and refuse a request without one before reading its body.',
  // Where the brokerage is asked about the user first, nobody is refused there all the same.
  mutants: [{ name: 'serves-everybody', replaces: { tokenIsRequired: () => true }, needs: ['client-center'] }],
});
