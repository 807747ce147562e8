import { gateOptions, jsonOption, outOption, reporterOption } from '../flags.ts';
import type { Declare } from './declare.ts';
import { exitCodes } from './exit-codes.ts';

export const report: Declare = (program, terminal, finish) => {
  const command = program
    .command('report')
    .description('render a run again, or several as one, such as shards')
    .argument('<run.json...>', 'what demo, check or scenario wrote')
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  openbell report shard*/run.json --out whole\n${exitCodes}`);
  for (const option of gateOptions()) command.addOption(option);
  command.action(async (files, flags) => finish(await (await import('../report.ts')).report(terminal, files, flags)));
};
