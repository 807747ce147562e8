import type { Declare } from './declare.ts';

export const init: Declare = (program, terminal, finish) => {
  program
    .command('init')
    .description('write an annotated openbell.yaml')
    .argument('[file]', 'where to', 'openbell.yaml')
    .action(async (file) => finish((await import('../init.ts')).init(terminal, file)));
};
