import { caOption, configOption, jsonOption, profileOption, tokenOption } from '../flags.ts';
import type { Declare } from './declare.ts';

export const survey: Declare = (program, terminal, finish) => {
  const command = program
    .command('survey')
    .description('tell the facts of the gateway at this URL, and judge nothing')
    .argument('<mcp-url>', 'the MCP endpoint, such as https://mcp.example.com/mcp')
    .addOption(profileOption('whose tool names to look for first'))
    .addOption(configOption())
    .addOption(tokenOption())
    .addOption(caOption())
    .addOption(jsonOption('print the facts as JSON and nothing else'))
    .addHelpText(
      'after',
      '\nNobody registers and nobody signs in: what only a token shows is unknown, unless one is at hand.\nExamples:\n  openbell survey https://mcp.example.com/mcp\n  openbell survey https://mcp.example.com/mcp --token-env MY_TOKEN --json',
    );
  command.action(async (url, flags) => finish(await (await import('../survey.ts')).survey(terminal, url, flags)));
};
