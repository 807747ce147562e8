import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, variationPage, withoutVariations } from './suite.ts';

test('docs/mutants.md says of every variation what it does and who names it: `npx vitest run dev/proof -u` writes it', async () => {
  const file = join(packageRoot, 'docs/mutants.md');
  const page = readFileSync(file, 'utf8');
  await expect(withoutVariations(page) + variationPage([], page)).toMatchFileSnapshot(file);
});
