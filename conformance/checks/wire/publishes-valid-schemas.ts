import { expect } from '../../vocabulary/expect.ts';
import { rewriteTools } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check({
  id: 'wire/publishes-valid-schemas',
  title: 'Every tool has an input schema of type object that is valid JSON Schema 2020-12; so is its output schema',
  clauses: [
    'mcp/tools/input-schema-valid',
    'mcp/base/json-schema-valid',
    'mcp/base/json-schema-2020-12',
    'mcp/base/json-schema-validate-dialect',
  ],
  dependsOn: ['tokens/accepts-its-own-tokens'],
  async run(world) {
    const tools = await world.mcp(await world.borrow('trade')).listTools();
    expect.that(tools.length > 0, { expected: 'at least one tool', seen: 'none' });
    // Loaded here, for it is slow to load and most commands do without it.
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const { name, inputSchema, outputSchema } of tools) {
      expect.equal(inputSchema?.type, 'object', `the type of the input schema of ${name}`);
      for (const schema of [inputSchema, outputSchema]) {
        if (schema === undefined) continue;
        const dialect = String(schema.$schema ?? 'https://json-schema.org/draft/2020-12/schema');
        if (!dialect.includes('2020-12')) continue;
        const valid = ajv.validateSchema(schema);
        expect.that(valid, { expected: `valid schemas for ${name}`, seen: ajv.errorsText(ajv.errors) });
      }
    }
  },
  remedy:
    'Publish schemas that a JSON Schema 2020-12 validator compiles; a tool without arguments still has {"type":"object"}.',
  mutants: [
    {
      name: 'publishes-a-schema-of-no-type',
      rewrites: rewriteTools((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, type: undefined } })),
    },
    {
      name: 'publishes-a-broken-schema',
      rewrites: rewriteTools((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, required: 'symbol' } })),
    },
  ],
});
