import { type Command, CommanderError } from 'commander';
import { EXIT, fileTrouble } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { visible } from '../run/visible.ts';
import type { Terminal } from './terminal.ts';

/** What somebody pasted by mistake is shown by its beginning: an error is a sentence. */
const brief = (text: string): string =>
  text.replace(/(?<=“)[^”]{300,}(?=”)|(?<=')[^']{300,}(?=')|\S{300,}/g, (words) => `${words.slice(0, 60)}…`);

/** Says an error that ended a command, and returns the exit code that it comes to. */
export function sayWhatWentWrong(error: unknown, terminal: Terminal): number {
  // Commander has said its sentence already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  const { message, stack, exitCode, path } = error as Error & { exitCode?: number; path?: string };
  if (exitCode !== undefined) {
    terminal.err(`openbell: ${visible(brief(message))}\n`);
    return exitCode;
  }
  const trouble = fileTrouble(error);
  if (path !== undefined && trouble !== undefined) {
    terminal.err(`openbell: cannot use ${brief(path)}: ${trouble}\n`);
    return EXIT.usage;
  }
  terminal.err(`openbell: an error of openbell itself, please report it: ${stack ?? message}\n`);
  return EXIT.incomplete;
}

/**
 * What Commander says of wrong usage, as one sentence of ours. It puts its hint on a line of its own; and somebody who
 * gives a URL alone means `check`.
 */
export function oneSentence(text: string, program: Command): string {
  const url = /unknown command '(https?:[^']*)'/.exec(text)?.[1];
  if (url) return brief(`openbell: a URL needs a command; did you mean “openbell check ${url}”?\n`);
  const sentence = text
    .trim()
    .replace(/^error: /, '')
    .replace(/^command-argument value '([^']*)' is invalid for argument 'what'/, 'there is no list of “$1”')
    .replace(/^command-argument value '([^']*)' is invalid for argument 'shell'/, 'there is no completion for “$1”')
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean “$1”?')
    .replace(/\s*\n\s*/g, ' ');
  const word = /unknown command '([^']*)'$/.exec(sentence)?.[1];
  const names = program.commands.map((command) => command.name());
  const instead = word ? didYouMean(word, names) || `; commands are ${names.join(', ')}` : '';
  return brief(`openbell: ${sentence}${instead}\n`);
}
