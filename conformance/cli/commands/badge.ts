import type { Declare } from './declare.ts';

export const badge: Declare = (program, terminal, finish) => {
  program
    .command('badge')
    .description('print the verdict of a run as an SVG')
    .argument('<run.json>', 'what demo, check or scenario wrote')
    .addHelpText('after', '\nExample:\n  openbell badge openbell-report/run.json > badge.svg')
    .action(async (file) => finish((await import('../report.ts')).badge(terminal, file)));
};
