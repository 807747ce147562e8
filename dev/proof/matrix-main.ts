import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../../conformance/checks/index.ts';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { mutantCatalogue } from '../../conformance/stack/mutant-catalogue.ts';
import { type MatrixRow, matrix, matrixPage } from './matrix.ts';

/** One process a core, each with a share of the mutants with these names, or of all; the parent writes the page. */
async function parent(names: string[]): Promise<void> {
  const shares = Math.max(1, availableParallelism());
  const progress = Array.from({ length: shares }, () => [0, 0]);
  const parts = Array.from({ length: shares }, (_, share) => {
    const child = fork(fileURLToPath(import.meta.url), ['--share', `${share}/${shares}`, ...names]);
    return new Promise<MatrixRow[]>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`a share of the matrix ended with ${code}`)));
      child.on('message', (message: { done?: number; total?: number; rows?: MatrixRow[] }) => {
        if (message.rows) resolve(message.rows);
        else progress[share] = [message.done ?? 0, message.total ?? 0];
        const [done, total] = [0, 1].map((n) => progress.reduce((sum, one) => sum + (one[n] ?? 0), 0));
        if (!message.rows && done! % 20 === 0) console.error(`${done} of ${total} mutants`);
      });
    });
  });
  const rows = (await Promise.all(parts)).flat();
  const page = join(packageRoot, 'docs/mutants.md');
  const all = mutantCatalogue(checks, loadScenarios());
  writeFileSync(page, matrixPage(rows, all, readFileSync(page, 'utf8')));
  const unnoticed = rows.filter((row) => row.violated.length === 0).map((row) => row.mutant);
  const unclaimed = rows
    .filter((row) => !row.claimedBy.some((id) => row.violated.includes(id)))
    .map((row) => row.mutant);
  const broken = rows.filter((row) => row.errors.length > 0).map((row) => `${row.mutant}: ${row.errors.join(', ')}`);
  console.log(`${rows.length} mutants; docs/mutants.md is written`);
  for (const name of unnoticed) console.log(`unnoticed: ${name}`);
  for (const name of unclaimed) console.log(`not failed by any that claims it here: ${name}`);
  for (const line of broken) console.log(`openbell itself failed under ${line}`);
  process.exit(unnoticed.length + broken.length > 0 ? 1 : 0);
}

async function child(share: string, names: string[]): Promise<void> {
  const [n, of] = share.split('/').map(Number);
  const rows = await matrix(n!, of!, names, (done, total) => process.send!({ done, total }));
  process.send!({ rows }, () => process.exit(0));
}

// `npm run proof` tries every mutant, `npm run proof -- NAME…` those, and keeps what the page says of the others.
const [first, share, ...others] = process.argv.slice(2);
const isChild = first === '--share';
await (isChild ? child(share!, others) : parent(process.argv.slice(2)));
