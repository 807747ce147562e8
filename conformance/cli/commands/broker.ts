import type { Declare } from './declare.ts';

export const broker: Declare = (program, terminal, finish) => {
  program
    .command('broker')
    .description('tell a running brokerage what to do; without arguments, what it can be told')
    .argument('[url]', 'the brokerage, such as http://127.0.0.1:8090, with its test hooks on')
    .argument('[control...]', 'such as halt AAPL, quote AAPL 100.00 100.10, fill <order> 4, fault slow:seconds=5')
    .addHelpText(
      'after',
      '\nExamples:\n  openbell broker\n  openbell broker http://127.0.0.1:8090 halt AAPL\n  openbell broker http://127.0.0.1:8090 fault server_error:status=503,times=3\nThe hooks token is OPENBELL_HOOKS_TOKEN, or the one of a serve on this machine.',
    )
    .action(async (url, control) => finish(await (await import('../broker.ts')).broker(terminal, url, control)));
};
