import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../files/package-root.ts';
import { EXIT, fileTrouble } from '../help/failures.ts';
import { didYouMean, nearest } from '../help/nearest.ts';
import { GRADED_PROFILE_IDS, PROFILE_IDS } from '../profiles/index.ts';
import { visible } from '../run/visible.ts';
import { ERAS, type Era } from '../vocabulary/era.ts';
import type { ListName } from './list.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const RULE_SETS = ['intraday_margin', 'legacy_pdt'] as const;
const SIGN_INS = ['form', 'browser', 'person'] as const;
const DEPTHS = ['public', 'full'] as const;
const SHELLS = ['bash', 'zsh', 'fish'] as const;
const LISTS: readonly ListName[] = ['checks', 'clauses', 'profiles', 'scenarios', 'mutants'];

const exitCodes = `
Exit codes: 0 conformant, 1 at least one failure, 2 wrong usage or configuration, 3 incomplete (unreachable target,
error of openbell, or too little of what applies was judged: then it says what would change that).`;

/** Runs the command line with these arguments and returns the exit code. Nothing is thrown, nothing exits. */
export async function main(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code = 0;
  const program = createProgram(terminal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return sayWhatWentWrong(error, terminal);
  }
}

/** What somebody pasted by mistake is shown by its beginning: an error is a sentence. */
const brief = (text: string): string =>
  text.replace(/(?<=“)[^”]{300,}(?=”)|(?<=')[^']{300,}(?=')|\S{300,}/g, (words) => `${words.slice(0, 60)}…`);

function sayWhatWentWrong(error: unknown, terminal: Terminal): number {
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

type Finish = (code: number) => void;

function createProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('openbell')
    .description('Grades brokerage MCP gateways: their OAuth, their MCP wire behaviour and their brokerage behaviour.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', `\nStart with: openbell demo\n${exitCodes}`)
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: (text, write) => write(brief(oneSentence(text, program))),
    })
    .helpCommand(false)
    .exitOverride();
  for (const define of [
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
  ]) {
    define(program, terminal, finish);
  }
  return program;
}

/** Commander puts its hint on a line of its own; and somebody who gives a URL alone means `check`. */
function oneSentence(text: string, program: Command): string {
  const url = /unknown command '(https?:[^']*)'/.exec(text)?.[1];
  if (url) return `openbell: a URL needs a command; did you mean “openbell check ${url}”?\n`;
  const sentence = text
    .trim()
    .replace(/^error: /, '')
    .replace(/^command-argument value '([^']*)' is invalid for argument 'what'/, 'there is no list of “$1”')
    .replace(/^command-argument value '([^']*)' is invalid for argument 'shell'/, 'there is no completion for “$1”')
    .replace(/\n\(Did you mean (.*)\?\)$/, '; did you mean “$1”?')
    .replace(/\s*\n\s*/g, ' ');
  const word = /unknown command '([^']*)'$/.exec(sentence)?.[1];
  const names = program.commands.map((command) => command.name());
  return `openbell: ${sentence}${word ? didYouMean(word, names) || `; commands are ${names.join(', ')}` : ''}\n`;
}

/** A parser for one of a few words, with a hint at the nearest. Shells complete its `words`. */
function oneOf<T extends string>(words: readonly T[]) {
  const parse = (word: string): T => {
    if ((words as readonly string[]).includes(word)) return word as T;
    const near = nearest(word, words);
    throw new InvalidArgumentError(near ? `Did you mean “${near}”?` : `Known are ${words.join(', ')}.`);
  };
  return Object.assign(parse, { words });
}

const collect =
  <T>(parse: (word: string) => T) =>
  (word: string, before: T[] | undefined): T[] => [...(before ?? []), parse(word)];

const words = collect((list: string) => list);

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

function time(text: string): string {
  if (/^\d+(s|m|h)$/.test(text)) return text;
  throw new InvalidArgumentError('Give a time such as 90s, 10m or 1h.');
}

function instant(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('Give an ISO 8601 instant, such as 2026-11-17T15:00:00Z.');
}

function httpOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) return url.origin;
  throw new InvalidArgumentError('Give scheme, host and port only, such as https://gateway.example.com.');
}

const origins = collect(httpOrigin);

const profileOption = (says: string, ids: readonly string[] = PROFILE_IDS) =>
  new Option('--profile <id>', says).argParser(oneOf(ids));
/** Dates look alike: all there are say more than the nearest. */
function era(date: string): Era {
  const found = ERAS.find((one) => one === date);
  if (found) return found;
  throw new InvalidArgumentError(`Known are ${ERAS.join(', ')}.`);
}

const eraOption = () =>
  new Option('--era <date>', 'a revision of MCP to grade, such as 2026-07-28; repeatable').argParser(collect(era));
const outOption = () => new Option('--out <dir>', 'where results go (default: openbell-report)');
const reporterOption = () =>
  new Option(
    '--reporter <list>',
    'formats to write, by comma: json, html, junit, summary, table, sarif, ctrf, badge, gitlab, github, azure, teamcity, or a module such as ./mine.js',
  );
const jsonOption = (says = 'print the run as JSON and nothing else') => new Option('--json', says);
const onlyOption = () =>
  new Option(
    '--only <pattern>',
    'grade only this check, scenario or exercise; * stands for anything; repeatable',
  ).argParser(words);
const skipOption = () => new Option('--skip <pattern>', 'leave this out; repeatable').argParser(words);
const configOption = () => new Option('--config <file>', 'configuration (default: openbell.yaml, where there is one)');

const caOption = () => new Option('--ca <file>', 'certificates in PEM that are trusted besides the usual');
const tokenOption = () => new Option('--token-env <name>', 'the environment variable that holds an access token');

/** What is at hand for a target, over what the configuration says. */
const meansOptions = (): Option[] => [
  tokenOption(),
  caOption(),
  new Option('--allow-orders', 'call the tool that trades: needs “paper_account” in the configuration'),
  new Option('--max-registrations <n>', 'how many clients may be registered').argParser(wholeNumber),
  new Option('--patience <time>', 'how long to wait for what expires, such as 10m').argParser(time),
];
const strictOption = () => new Option('--strict', 'warnings count as failures');
const depthOption = () =>
  new Option('--depth <how>', 'public: only what needs no user; full: everything (the default)').argParser(
    oneOf(DEPTHS),
  );

function part(text: string): number {
  const number = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() !== '' && number > 0 && number <= 1) return number;
  throw new InvalidArgumentError('Give a part of the whole, such as 0.5 or 50%.');
}

const minJudgedOption = () =>
  new Option(
    '--min-judged <part>',
    'how much of what applies has to be judged in each era, such as 0.5 or 50% (default: two thirds)',
  ).argParser(part);

const userAgentOption = () =>
  new Option(
    '--user-agent <kind>',
    'who signs in: form (HTML forms over HTTP), browser (a Chromium), person (a window, and you)',
  ).argParser(oneOf(SIGN_INS));

const FAIL_ON = ['new'] as const;
const failOnOption = () =>
  new Option('--fail-on <what>', 'new: only what did not fail before is a failure').argParser(oneOf(FAIL_ON));

/** What a run is held against. */
const gateOptions = (): Option[] => [
  new Option('--baseline <file>', 'failures that are known; one that passes again, or has expired, fails'),
  new Option('--write-baseline [file]', 'write the baseline that this run needs (default: openbell.baseline.yaml)'),
  new Option('--against <run.json>', 'tell what differs from this run'),
  failOnOption(),
];

function demo(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('demo')
    .description('start everything on loopback, grade every profile in both eras, write the report')
    .addOption(profileOption('grade this profile only', GRADED_PROFILE_IDS))
    .addOption(eraOption())
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(strictOption())
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nExamples:\n  openbell demo\n  openbell demo --profile static-client --only redirect-uri-mismatch\n${exitCodes}`,
    )
    .action(async (flags) => finish(await (await import('./demo.ts')).demo(terminal, flags)));
}

function serve(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('serve')
    .description('run the reference gateway and its brokerage until Ctrl-C')
    .addOption(profileOption(`how clients get in: ${PROFILE_IDS.join(', ')}`))
    .addOption(new Option('--port <n>', 'port of the gateway (default: a free one)').argParser(port))
    .addOption(new Option('--broker-port <n>', 'port of the brokerage (default: a free one)').argParser(port))
    .addOption(
      new Option('--api-port <n>', 'port of the API that mints tokens, where there is one (default: free)').argParser(
        port,
      ),
    )
    .addOption(new Option('--public-url <origin>', 'the origin that clients see, behind a proxy').argParser(httpOrigin))
    .addOption(new Option('--api-public-url <origin>', 'the same for the API that mints tokens').argParser(httpOrigin))
    .addOption(
      new Option(
        '--allow-origin <origin>',
        'let pages of this origin call the gateway, such as the MCP Inspector at http://localhost:6274; repeatable',
      ).argParser(origins),
    )
    .addOption(
      new Option(
        '--mutant <name>',
        'break it in this way, to see checks fail: turns the test hooks on and stands the clock still; repeatable',
      ).argParser(words),
    )
    .addOption(
      new Option(
        '--state <file>',
        'keep here what outlives a start: registrations, connections, keys, orders; its key is beside it',
      ),
    )
    .addOption(new Option('--hooks', 'turn the test hooks on; the token is OPENBELL_HOOKS_TOKEN, or a new one'))
    .addOption(
      new Option('--clock <iso>', 'start at this instant and stand still until a test hook moves the clock').argParser(
        instant,
      ),
    )
    .addOption(new Option('--broker-only', 'only the brokerage: an Alpaca-compatible paper broker for tests'))
    .addOption(
      new Option(
        '--fault <kind>',
        'a fault of the brokerage from the start, such as server_error:status=503,times=3; repeatable',
      ).argParser(words),
    )
    .addOption(
      new Option(
        '--control <words>',
        'tell the brokerage this from the start, such as “halt AAPL”: turns the test hooks on; repeatable',
      ).argParser(words),
    )
    .addOption(new Option('--rule-set <name>', 'the rule for buying power').argParser(oneOf(RULE_SETS)))
    .addOption(new Option('--registrations <n>', 'registrations an hour (default: 10)').argParser(wholeNumber))
    .addOption(
      new Option(
        '--calls <n>',
        'tool calls of a user a minute (default: 180, or 60 where they are counted by the minute)',
      ).argParser(wholeNumber),
    )
    .addOption(new Option('--burst <n>', 'tool calls of a user at once (default: 20)').argParser(wholeNumber))
    .addOption(new Option('--token-lifetime <time>', 'of an access token, such as 5m (default: 1h)').argParser(time))
    .addOption(new Option('--refresh-lifetime <time>', 'of a refresh token (default: 720h)').argParser(time))
    .addOption(
      new Option(
        '--broker-calls <n>',
        'calls of an account a minute at the brokerage, 0 for no limit (default: 200)',
      ).argParser(wholeNumber),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  openbell serve --profile dynamic-client --port 8080\n  openbell serve --profile static-client --mutant accepts-any-audience\n  openbell serve --broker-only --port 8090\n  openbell serve --broker-only --fault slow:seconds=5 --control "halt AAPL" --rule-set legacy_pdt\nAll faults and controls: openbell broker',
    )
    .action(async (flags) => finish(await (await import('./serve.ts')).serve(terminal, flags)));
}

function broker(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('broker')
    .description('tell a running brokerage what to do; without arguments, what it can be told')
    .argument('[url]', 'the brokerage, such as http://127.0.0.1:8090, with its test hooks on')
    .argument('[control...]', 'such as halt AAPL, quote AAPL 100.00 100.10, fill <order> 4, fault slow:seconds=5')
    .addHelpText(
      'after',
      '\nExamples:\n  openbell broker\n  openbell broker http://127.0.0.1:8090 halt AAPL\n  openbell broker http://127.0.0.1:8090 fault server_error:status=503,times=3\nThe hooks token is OPENBELL_HOOKS_TOKEN, or the one of a serve on this machine.',
    )
    .action(async (url, control) => finish(await (await import('./broker.ts')).broker(terminal, url, control)));
}

function check(program: Command, terminal: Terminal, finish: Finish): void {
  const command = program
    .command('check')
    .description('grade the gateway at this URL')
    .argument('<mcp-url>', 'the MCP endpoint, such as https://mcp.example.com/mcp')
    .addOption(profileOption('what the gateway promises to be: what it lacks of that is a failure'))
    .addOption(eraOption())
    .addOption(configOption())
    .addOption(userAgentOption())
    .addOption(depthOption())
    .addOption(minJudgedOption())
    .addOption(strictOption())
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nExamples:\n  openbell check https://mcp.example.com/mcp\n  openbell check http://127.0.0.1:8080/mcp --profile dynamic-client --only pkce\n${exitCodes}`,
    );
  for (const option of [...meansOptions(), ...gateOptions()]) command.addOption(option);
  command.action(async (url, flags) => finish(await (await import('./check.ts')).check(terminal, url, flags)));
}

function survey(program: Command, terminal: Terminal, finish: Finish): void {
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
  command.action(async (url, flags) => finish(await (await import('./survey.ts')).survey(terminal, url, flags)));
}

function connect(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('connect')
    .description('do what a client does, step by step, and say where it stops')
    .argument('<mcp-url>', 'the MCP endpoint')
    .addOption(profileOption('how clients get in, where discovery does not tell'))
    .addOption(new Option('--era <date>', 'the revision of MCP to speak').argParser(era))
    .addOption(configOption())
    .addOption(tokenOption())
    .addOption(caOption())
    .addOption(userAgentOption())
    .addOption(jsonOption('print the steps as JSON and nothing else'))
    .addHelpText('after', '\nExample:\n  openbell connect https://mcp.example.com/mcp --config openbell.yaml')
    .action(async (url, flags) => finish(await (await import('./connect.ts')).connect(terminal, url, flags)));
}

function scenario(program: Command, terminal: Terminal, finish: Finish): void {
  const command = program
    .command('scenario')
    .description('act out journeys, at a URL or at the reference gateway')
    .argument('<file-or-dir...>', 'YAML files or folders of them, or ids as “list scenarios” shows them')
    .addOption(new Option('--url <mcp-url>', 'act them out there (default: a reference gateway on loopback)'))
    .addOption(profileOption('only in this profile', GRADED_PROFILE_IDS))
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
    finish(await (await import('./scenario.ts')).scenario(terminal, paths, flags)),
  );
}

function list(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('list')
    .description(`what there is: ${LISTS.join(', ')}`)
    .argument('<what>', LISTS.join(' | '), oneOf(LISTS))
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText('after', '\nExamples:\n  openbell list checks\n  openbell list clauses --json')
    .action(async (what, flags) => finish(await (await import('./list.ts')).list(terminal, what, flags)));
}

function explain(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('explain')
    .description(
      'a check, scenario, exercise, mutant, clause, guide row, profile, error code or word of the reports in plain words',
    )
    .argument('<id...>', 'its id, as reports and listings show it')
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText(
      'after',
      '\nExamples:\n  openbell explain tokens/refuses-a-foreign-audience\n  openbell explain invalid_grant\n  openbell explain AR-E1\n  openbell explain exit codes\n  openbell explain -- -32020',
    )
    .action(async (id, flags) => finish((await import('./explain.ts')).explain(terminal, id.join(' '), flags)));
}

function report(program: Command, terminal: Terminal, finish: Finish): void {
  const command = program
    .command('report')
    .description('render a run again, or several as one')
    .argument('<run.json...>', 'what demo, check or scenario wrote')
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  openbell report monday/run.json tuesday/run.json --out both\n${exitCodes}`);
  for (const option of gateOptions()) command.addOption(option);
  command.action(async (files, flags) => finish(await (await import('./report.ts')).report(terminal, files, flags)));
}

function diff(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('diff')
    .description('compare two runs: what newly fails, is mended, newly or no longer judged, or fails in another way')
    .argument('<old.json>', 'the run before')
    .argument('<new.json>', 'the run now')
    .addOption(failOnOption())
    .addOption(strictOption())
    .addOption(new Option('--out <dir>', 'write diff.md and diff.html there'))
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText(
      'after',
      `\nExample:\n  openbell diff main/run.json openbell-report/run.json --fail-on new\nExit codes: 0; with --fail-on new, 1 for a new failure, 3 where the newer run is incomplete or lost a verdict.`,
    )
    .action(async (before, now, flags) => finish((await import('./diff.ts')).diff(terminal, before, now, flags)));
}

function badge(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('badge')
    .description('print the verdict of a run as an SVG')
    .argument('<run.json>', 'what demo, check or scenario wrote')
    .addHelpText('after', '\nExample:\n  openbell badge openbell-report/run.json > badge.svg')
    .action(async (file) => finish((await import('./report.ts')).badge(terminal, file)));
}

function init(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('init')
    .description('write an annotated openbell.yaml')
    .argument('[file]', 'where to', 'openbell.yaml')
    .action(async (file) => finish((await import('./init.ts')).init(terminal, file)));
}

function completion(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .description(`print a script that completes commands and options: ${SHELLS.join(', ')}`)
    .argument('<shell>', SHELLS.join(' | '), oneOf(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(openbell completion bash)\n  source <(openbell completion zsh)\n  openbell completion fish | source',
    )
    .action(async (shell) => {
      terminal.out((await import('./completion.ts')).completionScript(program, shell));
    });
}

/** Commander's own help command shows everything where a name is mistyped, and does not say so. */
function help(program: Command): void {
  program
    .command('help')
    .description('show help, of one command or of all')
    .argument('[command]')
    .action((name) => {
      const command = name === undefined ? program : program.commands.find((one) => one.name() === name);
      if (!command) program.error(`error: unknown command '${name}'`, { exitCode: EXIT.usage });
      else command.outputHelp();
    });
}
