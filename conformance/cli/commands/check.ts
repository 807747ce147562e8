import {
  configOption,
  depthOption,
  eraOption,
  gateOptions,
  jsonOption,
  meansOptions,
  minJudgedOption,
  onlyOption,
  outOption,
  profileOption,
  reporterOption,
  shardOption,
  skipOption,
  strictOption,
  time,
  userAgentOption,
} from '../flags.ts';
import type { Declare } from './declare.ts';
import { exitCodes } from './exit-codes.ts';

export const check: Declare = (program, terminal, finish) => {
  const command = program
    .command('check')
    .description('grade the gateway at this URL, or those that the configuration names')
    .argument(
      '[mcp-url]',
      'the MCP endpoint, such as https://mcp.example.com/mcp, or the name of a target in the configuration (default: all)',
    )
    .addOption(profileOption('what the gateway promises to be: what it lacks of that is a failure'))
    .addOption(eraOption())
    .addOption(configOption())
    .addOption(userAgentOption())
    .addOption(depthOption())
    .addOption(minJudgedOption())
    .addOption(strictOption())
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(shardOption())
    .option('--plan', 'say what would be sent, and send nothing')
    .option('--wait <time>', 'until the target answers, such as 60s', time)
    .option('--timeout <time>', 'end after this long with what is known, such as 10m', time)
    .option('--resume <run.json>', 'go on with a run of this URL that was interrupted')
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nExamples:\n  openbell check https://mcp.example.com/mcp\n  openbell check http://127.0.0.1:8080/mcp --profile dynamic-client --only pkce\n${exitCodes}`,
    );
  for (const option of [...meansOptions(), ...gateOptions()]) command.addOption(option);
  command.action(async (url, flags) => finish(await (await import('../check.ts')).check(terminal, url, flags)));
};
