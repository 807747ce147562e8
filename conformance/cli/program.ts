import { Command } from 'commander';
import { version } from '../files/package-root.ts';
import { badge } from './commands/badge.ts';
import { broker } from './commands/broker.ts';
import { check } from './commands/check.ts';
import { completion } from './commands/completion.ts';
import { connect } from './commands/connect.ts';
import type { Declare } from './commands/declare.ts';
import { demo } from './commands/demo.ts';
import { diff } from './commands/diff.ts';
import { exitCodes } from './commands/exit-codes.ts';
import { explain } from './commands/explain.ts';
import { help } from './commands/help.ts';
import { init } from './commands/init.ts';
import { list } from './commands/list.ts';
import { report } from './commands/report.ts';
import { scenario } from './commands/scenario.ts';
import { serve } from './commands/serve.ts';
import { survey } from './commands/survey.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { oneSentence, sayWhatWentWrong } from './what-went-wrong.ts';

/** In the order of the help. */
const commands: readonly Declare[] = [
  demo,
  serve,
  broker,
  check,
  survey,
  connect,
  scenario,
  list,
  explain,
  report,
  diff,
  badge,
  init,
  completion,
  help,
];

/** Runs the command line with these arguments and returns the exit code. Nothing is thrown, nothing exits. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code = 0;
  const program = createProgram(terminal);
  for (const declare of commands) {
    declare(program, terminal, (result) => {
      code = result;
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return sayWhatWentWrong(error, terminal);
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('openbell');
  return program
    .description('Grades brokerage MCP gateways: their OAuth, their MCP wire behaviour and their brokerage behaviour.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', `\nStart with: openbell demo\n${exitCodes}`)
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(oneSentence(text, program)),
    })
    .helpCommand(false)
    .exitOverride();
}
