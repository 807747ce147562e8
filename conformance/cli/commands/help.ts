import { EXIT } from '../../help/failures.ts';
import type { Declare } from './declare.ts';

/** Commander's own help command shows everything where a name is mistyped, and does not say so. */
export const help: Declare = (program) => {
  program
    .command('help')
    .description('show help, of one command or of all')
    .argument('[command]')
    .action((name) => {
      const command = name === undefined ? program : program.commands.find((one) => one.name() === name);
      if (!command) program.error(`error: unknown command '${name}'`, { exitCode: EXIT.usage });
      else command.outputHelp();
    });
};
