import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { profiles } from '../profiles/index.ts';
import { toolsDocument } from './document.ts';
import { createRegistry } from './registry.ts';

describe.each(Object.values(profiles))('the tools of $id', (profile) => {
  const listed = [...createRegistry(profile.tools).values()].map((entry) => entry.listed);

  test('have names of their own and scopes that the profile has', () => {
    const scopes = profile.scopes.map((scope) => scope.name);
    expect(new Set(listed.map(({ name }) => name)).size).toBe(listed.length);
    for (const { name, scope } of profile.tools) expect([name, scopes.includes(scope)]).toEqual([name, true]);
  });

  test('have valid schemas of 2020-12 that admit nothing unknown', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const { inputSchema, outputSchema } of listed) {
      expect(ajv.validateSchema(inputSchema)).toBe(true);
      expect(ajv.validateSchema(outputSchema!)).toBe(true);
      expect(inputSchema.additionalProperties).toBe(false);
    }
  });

  test('claim to be read-only exactly where they only read', () => {
    for (const { name, annotations, brokerCall } of profile.tools) {
      // What is prepared waits at the gateway: nothing changes at the brokerage, and yet something was done.
      const prepares = name === 'create_order';
      const reads = (!/POST|PATCH|DELETE/.test(brokerCall) && !prepares) || name === 'preview_order';
      expect([name, annotations.readOnlyHint]).toEqual([name, reads]);
      expect(annotations.readOnlyHint && annotations.destructiveHint).toBe(false);
    }
  });
});

test('docs/tools.md is what the declarations say', async () => {
  await expect(toolsDocument()).toMatchFileSnapshot('../../docs/tools.md');
});
