import { PROFILE_IDS } from '../../profiles/index.ts';
import { httpOrigin, instant, oneOf, origins, port, profileOption, time, wholeNumber, words } from '../flags.ts';
import type { Declare } from './declare.ts';

const RULE_SETS = ['intraday_margin', 'legacy_pdt'] as const;

export const serve: Declare = (program, terminal, finish) => {
  program
    .command('serve')
    .description('run the reference gateway and its brokerage until Ctrl-C')
    .addOption(profileOption(`how clients get in: ${PROFILE_IDS.join(', ')}`))
    .option('--port <n>', 'port of the gateway (default: a free one)', port)
    .option('--broker-port <n>', 'port of the brokerage (default: a free one)', port)
    .option('--api-port <n>', 'port of the API that mints tokens, where there is one (default: free)', port)
    .option('--key-in-address', 'take a partner key as ?api_key= too, for clients that can send no header')
    .option('--added', 'serve the tools that came later too, under a scope that older connections lack')
    .option(
      '--dpop [nonces]',
      'bind tokens to the keys of clients that prove one (RFC 9449), where the profile can; “nonces” demands a nonce in each proof, too',
      oneOf(['nonces']),
    )
    .option(
      '--fixtures <name>',
      'add the tools, resources and prompts that the official conformance suite asks for',
      oneOf(['official']),
    )
    .option('--public-url <origin>', 'the origin that clients see, behind a proxy', httpOrigin)
    .option('--api-public-url <origin>', 'the same for the API that mints tokens', httpOrigin)
    .option(
      '--allow-origin <origin>',
      'let pages of this origin call the gateway, such as the MCP Inspector at http://localhost:6274; repeatable',
      origins,
    )
    .option(
      '--mutant <name>',
      'break it in this way, to see checks fail: turns the test hooks on and stands the clock still; repeatable',
      words,
    )
    .option(
      '--state <file>',
      'keep here what outlives a start: registrations, connections, keys, orders; its key is beside it',
    )
    .option('--hooks', 'turn the test hooks on; the token is OPENBELL_HOOKS_TOKEN, or a new one')
    .option('--clock <iso>', 'start at this instant and stand still until a test hook moves the clock', instant)
    .option('--broker-only', 'only the brokerage: an Alpaca-compatible paper broker for tests')
    .option(
      '--fault <kind>',
      'a fault of the brokerage from the start, such as server_error:status=503,times=3; repeatable',
      words,
    )
    .option(
      '--control <words>',
      'tell the brokerage this from the start, such as “halt AAPL”: turns the test hooks on; repeatable',
      words,
    )
    .option('--rule-set <name>', 'the rule for buying power', oneOf(RULE_SETS))
    .option('--registrations <n>', 'registrations an hour (default: 10)', wholeNumber)
    .option(
      '--calls <n>',
      'tool calls of a user a minute (default: 180, or 60 where they are counted by the minute)',
      wholeNumber,
    )
    .option('--burst <n>', 'tool calls of a user at once (default: 20)', wholeNumber)
    .option('--token-lifetime <time>', 'of an access token, such as 5m (default: 1h)', time)
    .option('--refresh-lifetime <time>', 'of a refresh token (default: 720h)', time)
    .option(
      '--broker-calls <n>',
      'calls of an account a minute at the brokerage, 0 for no limit (default: 200)',
      wholeNumber,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  openbell serve --profile dynamic-client --port 8080\n  openbell serve --profile static-client --mutant accepts-any-audience\n  openbell serve --broker-only --port 8090\n  openbell serve --broker-only --fault slow:seconds=5 --control "halt AAPL" --rule-set legacy_pdt\nAll faults and controls: openbell broker',
    )
    .action(async (flags) => finish(await (await import('../serve.ts')).serve(terminal, flags)));
};
