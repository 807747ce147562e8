import { failOnOption, jsonOption, strictOption } from '../flags.ts';
import type { Declare } from './declare.ts';

export const diff: Declare = (program, terminal, finish) => {
  program
    .command('diff')
    .description('compare two runs: what newly fails, is mended, newly or no longer judged, or fails in another way')
    .argument('<old.json>', 'the run before; or a frozen set of checks, such as 2026.11')
    .argument('<new.json>', 'the run now; or another set, or “now”: what this openbell holds')
    .addOption(failOnOption())
    .addOption(strictOption())
    .option('--out <dir>', 'write diff.md and diff.html there')
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText(
      'after',
      `\nExample:\n  openbell diff main/run.json openbell-report/run.json --fail-on new\nExit codes: 0; with --fail-on new, 1 for a new failure, 3 where the newer run is incomplete or lost a verdict.`,
    )
    .action(async (before, now, flags) =>
      finish(await (await import('../diff.ts')).diff(terminal, before, now, flags)),
    );
};
