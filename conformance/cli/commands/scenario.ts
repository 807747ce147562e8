import { PROFILE_IDS } from '../../profiles/index.ts';
import {
  configOption,
  eraOption,
  jsonOption,
  meansOptions,
  minJudgedOption,
  outOption,
  profileOption,
  reporterOption,
  strictOption,
  userAgentOption,
} from '../flags.ts';
import type { Declare } from './declare.ts';
import { exitCodes } from './exit-codes.ts';

export const scenario: Declare = (program, terminal, finish) => {
  const command = program
    .command('scenario')
    .description('act out journeys, at a URL or at the reference gateway')
    .argument('<file-or-dir...>', 'YAML files or folders of them, or ids as “list scenarios” shows them')
    .option('--url <mcp-url>', 'act them out there (default: a reference gateway on loopback)')
    .addOption(profileOption('only in this profile', PROFILE_IDS))
    .addOption(eraOption())
    .addOption(configOption())
    .addOption(userAgentOption())
    .addOption(minJudgedOption())
    .addOption(strictOption())
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  openbell scenario scenarios/redirect-uri-mismatch\n${exitCodes}`);
  for (const option of meansOptions()) command.addOption(option);
  command.action(async (paths, flags) =>
    finish(await (await import('../scenario.ts')).scenario(terminal, paths, flags)),
  );
};
