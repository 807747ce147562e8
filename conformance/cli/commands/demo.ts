import { PROFILE_IDS } from '../../profiles/index.ts';
import {
  eraOption,
  jsonOption,
  onlyOption,
  outOption,
  profileOption,
  reporterOption,
  seedOption,
  shardOption,
  skipOption,
  strictOption,
} from '../flags.ts';
import type { Declare } from './declare.ts';
import { exitCodes } from './exit-codes.ts';

export const demo: Declare = (program, terminal, finish) => {
  program
    .command('demo')
    .description('start everything on loopback, grade every profile in both eras, write the report')
    .addOption(profileOption('grade this profile only', PROFILE_IDS))
    .addOption(eraOption())
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(shardOption())
    .addOption(seedOption())
    .addOption(strictOption())
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nExamples:\n  openbell demo\n  openbell demo --profile static-client --only redirect-uri-mismatch\n  openbell demo --seed monday\n${exitCodes}`,
    )
    .action(async (flags) => finish(await (await import('../demo.ts')).demo(terminal, flags)));
};
