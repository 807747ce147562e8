import type { Argument, Command, Option } from 'commander';

export type Shell = 'bash' | 'zsh' | 'fish';

/** A parser of one of a few words says which they are. */
const wordsOf = ({ parseArg }: Option | Argument): readonly string[] =>
  (parseArg as { words?: readonly string[] } | undefined)?.words ?? [];

const optionsOf = (command: Command): Option[] => command.options.filter((option) => option.long !== undefined);
const firstWords = (command: Command): readonly string[] =>
  command.registeredArguments[0] ? wordsOf(command.registeredArguments[0]) : [];

/** What comes next, by the command and the word before: the first pattern that fits. Both shells read it alike. */
function cases(program: Command): string {
  const lines = program.commands.flatMap((command) => {
    const name = command.name();
    const options = optionsOf(command);
    const takers = options.filter((option) => option.required);
    return [
      ...takers.map((option) => [`'${name} ${option.long}'`, wordsOf(option)] as const),
      [`'${name} ${name}'`, [...firstWords(command), ...options.map(({ long }) => long!)]] as const,
      [`'${name} '*`, options.map(({ long }) => long!)] as const,
    ];
  });
  return lines.map(([pattern, words]) => `      ${pattern}) list='${words.join(' ')}' ;;\n`).join('');
}

const names = (program: Command): string => program.commands.map((command) => command.name()).join(' ');

const bash = (program: Command): string => `_openbell() {
  local list='${names(program)}'
  if ((COMP_CWORD > 1)); then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${cases(program)}      *) list='' ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$list" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _openbell openbell
`;

const zsh = (program: Command): string => `#compdef openbell
_openbell() {
  local list='${names(program)}'
  if ((CURRENT > 2)); then
    case "$words[2] $words[CURRENT-1]" in
${cases(program)}      *) list='' ;;
    esac
  fi
  [[ -n $list ]] && compadd -- \${=list} || _files
}
compdef _openbell openbell
`;

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

function fish(program: Command): string {
  const lines = program.commands.flatMap((command) => {
    const within = `complete -c openbell -n '__fish_seen_subcommand_from ${command.name()}'`;
    const words = firstWords(command);
    return [
      `complete -c openbell -f -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
      ...(words.length > 0 ? [`${within} -f -a ${quoted(words.join(' '))}`] : []),
      ...optionsOf(command).map((option) => {
        const values = wordsOf(option);
        const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : option.required ? ' -r' : '';
        return `${within} -l ${option.long!.slice(2)}${value} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return `${lines.join('\n')}\n`;
}

const writers: Record<Shell, (program: Command) => string> = { bash, zsh, fish };

/** A script that makes `shell` complete commands, options and their words; it knows what the command tree knows. */
export const completionScript = (program: Command, shell: Shell): string => writers[shell](program);
