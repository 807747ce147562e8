import { jsonOption, oneOf } from '../flags.ts';
import type { ListName } from '../list.ts';
import type { Declare } from './declare.ts';

const LISTS: readonly ListName[] = ['checks', 'clauses', 'profiles', 'scenarios', 'mutants', 'variations', 'sets'];

export const list: Declare = (program, terminal, finish) => {
  program
    .command('list')
    .description(`what there is: ${LISTS.join(', ')}`)
    .argument('<what>', LISTS.join(' | '), oneOf(LISTS))
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText('after', '\nExamples:\n  openbell list checks\n  openbell list clauses --json')
    .action(async (what, flags) => finish(await (await import('../list.ts')).list(terminal, what, flags)));
};
