import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/tells-the-right-url-to-who-adds-a-slash',
  title: 'The MCP URL with a slash behind it gets an answer that names the right URL',
  clauses: ['mcp/authz/no-trailing-slash-form', 'AR-3'],
  applies: { needs: ['one-url'] },
  async run(world) {
    const { headers, body } = world.mcp().draft('tools/list');
    const answer = await world.http.send({ url: `${world.mcpUrl}/`, headers, json: body });
    const location = answer.headers.location;
    const target = location && URL.canParse(location, world.mcpUrl) ? new URL(location, world.mcpUrl).href : '';
    // As it reads, however JSON writes it (RFC 8259 §7).
    const words = JSON.stringify(answer.tryJson() ?? answer.text);
    const told = `${words} ${target} ${answer.headers['www-authenticate'] ?? ''}`;
    expect.that(answer.status >= 300 && told.includes(world.mcpUrl), {
      expected: `an answer that names ${world.mcpUrl}`,
      seen: `${answer.status} ${answer.text.slice(0, 200)}`,
      at: answer,
    });
  },
  remedy: 'Answer at /mcp/ too, with the URL that is right: users paste slashes.',
  variations: ['bodies-in-gzip'],
  mutants: [
    { name: 'leaves-a-slash-unexplained', rewrites: rewriteJson('/mcp/', () => ({ body: { error: 'not_found' } })) },
  ],
});
