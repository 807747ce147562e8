import { caOption, configOption, era, jsonOption, profileOption, tokenOption, userAgentOption } from '../flags.ts';
import type { Declare } from './declare.ts';

export const connect: Declare = (program, terminal, finish) => {
  program
    .command('connect')
    .description('do what a client does, step by step, and say where it stops')
    .argument('<mcp-url>', 'the MCP endpoint')
    .addOption(profileOption('how clients get in, where discovery does not tell'))
    .option('--era <date>', 'the revision of MCP to speak', era)
    .addOption(configOption())
    .addOption(tokenOption())
    .addOption(caOption())
    .addOption(userAgentOption())
    .addOption(jsonOption('print the steps as JSON and nothing else'))
    .addHelpText('after', '\nExample:\n  openbell connect https://mcp.example.com/mcp --config openbell.yaml')
    .action(async (url, flags) => finish(await (await import('../connect.ts')).connect(terminal, url, flags)));
};
