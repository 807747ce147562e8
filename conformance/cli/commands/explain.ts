import { jsonOption } from '../flags.ts';
import type { Declare } from './declare.ts';

export const explain: Declare = (program, terminal, finish) => {
  program
    .command('explain')
    .description(
      'a check, scenario, exercise, mutant, variation, clause, guide row, profile, error code or word of the reports in plain words',
    )
    .argument('<id...>', 'its id, as reports and listings show it')
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText(
      'after',
      '\nExamples:\n  openbell explain tokens/refuses-a-foreign-audience\n  openbell explain invalid_grant\n  openbell explain AR-E1\n  openbell explain exit codes\n  openbell explain -- -32020',
    )
    .action(async (id, flags) => finish((await import('../explain.ts')).explain(terminal, id.join(' '), flags)));
};
