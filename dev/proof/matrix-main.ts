import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../../conformance/checks/index.ts';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { loadScenarios } from '../../conformance/scenarios/load.ts';
import { mutantCatalogue } from '../../conformance/stack/mutant-catalogue.ts';
import { variations } from '../../conformance/variations/index.ts';
import { type MatrixRow, matrix, matrixPage } from './matrix.ts';
import { type VariationRow, variationPage, variationRows } from './variation-rows.ts';

interface Part {
  rows: MatrixRow[];
  varied: VariationRow[];
}

/** One process a core, each with a share of the mutants and variations with these names, or of all; the parent writes the page. */
async function parent(names: string[]): Promise<void> {
  const shares = Math.max(1, availableParallelism());
  const progress = Array.from({ length: shares }, () => [0, 0]);
  const parts = Array.from({ length: shares }, (_, share) => {
    const child = fork(fileURLToPath(import.meta.url), ['--share', `${share}/${shares}`, ...names]);
    return new Promise<Part>((resolve, reject) => {
      child.on('exit', (code) => reject(new Error(`a share of the matrix ended with ${code}`)));
      child.on('message', (message: { done?: number; total?: number; part?: Part }) => {
        if (message.part) resolve(message.part);
        else progress[share] = [message.done ?? 0, message.total ?? 0];
        const [done, total] = [0, 1].map((n) => progress.reduce((sum, one) => sum + (one[n] ?? 0), 0));
        if (!message.part && done! % 20 === 0) console.error(`${done} of ${total}`);
      });
    });
  });
  const all = await Promise.all(parts);
  const [rows, varied] = [all.flatMap((part) => part.rows), all.flatMap((part) => part.varied)];
  const page = join(packageRoot, 'docs/mutants.md');
  const catalogue = mutantCatalogue(checks, loadScenarios());
  const before = readFileSync(page, 'utf8');
  writeFileSync(page, matrixPage(rows, catalogue, before) + variationPage(varied, before));
  const unnoticed = rows.filter((row) => row.violated.length === 0).map((row) => row.mutant);
  const unclaimed = rows
    .filter((row) => !row.claimedBy.some((id) => row.violated.includes(id)))
    .map((row) => row.mutant);
  const broken = rows.filter((row) => row.errors.length > 0).map((row) => `${row.mutant}: ${row.errors.join(', ')}`);
  console.log(`${rows.length} mutants, ${varied.length} variations; docs/mutants.md is written`);
  for (const name of unnoticed) console.log(`unnoticed: ${name}`);
  for (const name of unclaimed) console.log(`not failed by any that claims it here: ${name}`);
  for (const line of broken) console.log(`openbell itself failed under ${line}`);
  for (const { variation, minded } of varied) for (const id of minded) console.log(`${variation} is minded by ${id}`);
  process.exit(unnoticed.length + broken.length > 0 ? 1 : 0);
}

async function child(share: string, names: string[]): Promise<void> {
  const [n, of] = share.split('/').map(Number);
  const wanted = [...variations.keys()].filter((name) => names.length === 0 || names.includes(name));
  const own = wanted.filter((name) => variations.get(name)!.round % of! === n);
  const rows = await matrix(n!, of!, names, (done, total) => process.send!({ done, total: total + own.length }));
  const total = rows.length + own.length;
  const varied = await variationRows(own, (done) => process.send!({ done: rows.length + done, total }));
  process.send!({ part: { rows, varied } }, () => process.exit(0));
}

// `npm run proof` tries every mutant and variation, `npm run proof -- NAME…` those, and keeps what the page says of the others.
const [first, share, ...others] = process.argv.slice(2);
const isChild = first === '--share';
await (isChild ? child(share!, others) : parent(process.argv.slice(2)));
