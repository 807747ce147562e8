import { expect } from '../../vocabulary/expect.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

const ELSEWHERE = 'elsewhere.example';

/** What a proxy says of the request that it passes on, and what anybody can send where none stands before the server. */
const headers: Readonly<Record<string, string>>[] = [
  { 'x-forwarded-host': ELSEWHERE, 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  { forwarded: `host=${ELSEWHERE};proto=https` },
  { 'x-original-host': ELSEWHERE, 'x-host': ELSEWHERE, 'x-forwarded-server': ELSEWHERE },
];

export default check({
  id: 'discovery/headers-of-others-change-nothing',
  title: 'Whoever asks cannot set by a header which origin the metadata and the challenge name',
  clauses: ['rfc9700/reverse-proxy-headers'],
  per: 'url',
  needsNobody: true,
  async run(world) {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    const asked = { accept: 'application/json, text/event-stream' };
    for (const sent of headers) {
      const urls = [resourceMetadata?.url, authorizationServer?.url].filter((url) => url !== undefined);
      const answers = [
        await world.http.send({ url: world.mcpUrl, json: {}, headers: { ...asked, ...sent } }),
        ...(await Promise.all(urls.map((url) => world.http.get(url, { ...asked, ...sent })))),
      ];
      for (const answer of answers) {
        const says = [...Object.values(answer.headers), answer.text].find((one) => one.includes(ELSEWHERE));
        const expected = `nothing of ${ELSEWHERE}, which ${Object.keys(sent)[0]} named`;
        expect.that(!says, { expected, seen: says?.slice(0, 300) ?? '', at: answer });
      }
    }
  },
  remedy:
    'Configure the public origin, or have the proxy overwrite these headers: a cached document would send others elsewhere.',
  mutants: [
    {
      name: 'believes-forwarded-hosts',
      rewrites: rewriteAnswer({ path: /^\/\.well-known\/|^\/mcp$/ }, ({ sent, body, headers: own }) => {
        const host = sent?.['x-forwarded-host'];
        if (!host) return undefined;
        const there = (text: string) => text.replaceAll(/https?:\/\/(127\.0\.0\.1|localhost):\d+/g, `https://${host}`);
        const challenge = own['www-authenticate'];
        return {
          body: typeof body === 'string' ? there(body) : JSON.parse(there(JSON.stringify(body))),
          ...(challenge ? { headers: { 'www-authenticate': there(challenge) } } : {}),
        };
      }),
    },
  ],
});
