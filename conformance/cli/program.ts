import { Command, CommanderError, Option } from 'commander';
import { version } from '../files/package-root.ts';
import { EXIT, fileTrouble } from '../help/failures.ts';
import { didYouMean } from '../help/nearest.ts';
import { PROFILE_IDS } from '../profiles/index.ts';
import { visible } from '../run/visible.ts';
import {
  caOption,
  configOption,
  depthOption,
  era,
  eraOption,
  failOnOption,
  gateOptions,
  httpOrigin,
  instant,
  jsonOption,
  meansOptions,
  minJudgedOption,
  oneOf,
  onlyOption,
  origins,
  outOption,
  port,
  profileOption,
  reporterOption,
  shardOption,
  skipOption,
  strictOption,
  time,
  tokenOption,
  userAgentOption,
  wholeNumber,
  words,
} from './flags.ts';
import type { ListName } from './list.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const RULE_SETS = ['intraday_margin', 'legacy_pdt'] as const;
const SHELLS = ['bash', 'zsh', 'fish'] as const;
const LISTS: readonly ListName[] = ['checks', 'clauses', 'profiles', 'scenarios', 'mutants', 'variations', 'sets'];

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

function demo(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('demo')
    .description('start everything on loopback, grade every profile in both eras, write the report')
    .addOption(profileOption('grade this profile only', PROFILE_IDS))
    .addOption(eraOption())
    .addOption(onlyOption())
    .addOption(skipOption())
    .addOption(shardOption())
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
    .option('--key-in-address', 'take a partner key as ?api_key= too, for clients that can send no header')
    .option('--added', 'serve the tools that came later too, under a scope that older connections lack')
    .addOption(
      new Option(
        '--dpop [nonces]',
        'bind tokens to the keys of clients that prove one (RFC 9449), where the profile can; “nonces” demands a nonce in each proof, too',
      ).argParser(oneOf(['nonces'])),
    )
    .addOption(
      new Option(
        '--fixtures <name>',
        'add the tools, resources and prompts that the official conformance suite asks for',
      ).argParser(oneOf(['official'])),
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
    .addOption(new Option('--plan', 'say what would be sent, and send nothing'))
    .addOption(new Option('--wait <time>', 'until the target answers, such as 60s').argParser(time))
    .addOption(new Option('--timeout <time>', 'end after this long with what is known, such as 10m').argParser(time))
    .addOption(new Option('--resume <run.json>', 'go on with a run of this URL that was interrupted'))
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
      'a check, scenario, exercise, mutant, variation, clause, guide row, profile, error code or word of the reports in plain words',
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
    .description('render a run again, or several as one, such as shards')
    .argument('<run.json...>', 'what demo, check or scenario wrote')
    .addOption(outOption())
    .addOption(reporterOption())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  openbell report shard*/run.json --out whole\n${exitCodes}`);
  for (const option of gateOptions()) command.addOption(option);
  command.action(async (files, flags) => finish(await (await import('./report.ts')).report(terminal, files, flags)));
}

function diff(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command('diff')
    .description('compare two runs: what newly fails, is mended, newly or no longer judged, or fails in another way')
    .argument('<old.json>', 'the run before; or a frozen set of checks, such as 2026.11')
    .argument('<new.json>', 'the run now; or another set, or “now”: what this openbell holds')
    .addOption(failOnOption())
    .addOption(strictOption())
    .addOption(new Option('--out <dir>', 'write diff.md and diff.html there'))
    .addOption(jsonOption('print data and nothing else'))
    .addHelpText(
      'after',
      `\nExample:\n  openbell diff main/run.json openbell-report/run.json --fail-on new\nExit codes: 0; with --fail-on new, 1 for a new failure, 3 where the newer run is incomplete or lost a verdict.`,
    )
    .action(async (before, now, flags) => finish(await (await import('./diff.ts')).diff(terminal, before, now, flags)));
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
