import supertest, { type Test } from 'supertest';

let lastId = 0;
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** A JSON-RPC request with an id of its own. */
export const rpc = (method: string, params?: object) => ({ jsonrpc: '2.0', id: ++lastId, method, params });

/** A request of the stateless era, complete and right. */
export function stateless(
  { url }: { url: string },
  token: string,
  method: string,
  params: { name?: string; [field: string]: unknown } = {},
): Test {
  const request = supertest(url)
    .post('')
    .auth(token, { type: 'bearer' })
    .set('Accept', 'application/json, text/event-stream')
    .set('MCP-Protocol-Version', '2026-07-28')
    .set('Mcp-Method', method);
  if (params.name !== undefined) request.set('Mcp-Name', params.name);
  return request.send(rpc(method, { ...params, _meta: meta }));
}

/** Opens a session of the stateful era and returns how to send requests in it. */
export async function initialize(
  { url }: { url: string },
  token: string,
  protocolVersion = '2025-11-25',
  capabilities = {},
) {
  const post = () =>
    supertest(url).post('').auth(token, { type: 'bearer' }).set('Accept', 'application/json, text/event-stream');
  const clientInfo = { name: 'test', version: '1' };
  const opened = await post().send(rpc('initialize', { protocolVersion, capabilities, clientInfo }));
  const id = opened.headers['mcp-session-id'] as string;
  const send = (method: string, params?: object): Test =>
    post().set('Mcp-Session-Id', id).set('MCP-Protocol-Version', protocolVersion).send(rpc(method, params));
  return Object.assign(send, { id, opened });
}
