import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'discovery/metadata-has-no-empty-lists',
  title: 'Lists in the metadata are arrays of strings, and those without elements are left out',
  clauses: [
    'rfc8414/metadata-no-empty-arrays',
    'rfc8414/metadata-arrays',
    'rfc9728/no-empty-arrays',
    'rfc9728/multi-values-arrays',
  ],
  blame: 'authorization-server',
  async run(world) {
    const { resourceMetadata, authorizationServer } = await world.discovery();
    for (const found of [resourceMetadata, authorizationServer]) {
      for (const [name, value] of Object.entries(found?.doc ?? {})) {
        const listed = /(s_supported|^authorization_servers)$/.test(name) && typeof value !== 'boolean';
        if (!listed && !Array.isArray(value)) continue;
        // RFC 9728 gives this one a meaning when it is empty.
        const mayBeEmpty = found === resourceMetadata && name === 'bearer_methods_supported';
        const good = Array.isArray(value) && (value.length > 0 || mayBeEmpty);
        const strings = !listed || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
        expect.that(good && strings, {
          expected: `${name} as a list of strings with elements, or left out`,
          seen: JSON.stringify(value),
          at: found?.answer,
        });
      }
    }
  },
  remedy: 'Leave a member out of the metadata rather than send it empty.',
  mutants: [
    {
      name: 'lists-nothing-at-length',
      rewrites: rewriteJson('/.well-known/oauth-authorization-server', (doc) => ({
        body: { ...doc, ui_locales_supported: [] },
      })),
    },
  ],
});
