import { oneOf } from '../flags.ts';
import type { Declare } from './declare.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion: Declare = (program, terminal) => {
  program
    .command('completion')
    .description(`print a script that completes commands and options: ${SHELLS.join(', ')}`)
    .argument('<shell>', SHELLS.join(' | '), oneOf(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(openbell completion bash)\n  source <(openbell completion zsh)\n  openbell completion fish | source',
    )
    .action(async (shell) => {
      terminal.out((await import('../completion.ts')).completionScript(program, shell));
    });
};
