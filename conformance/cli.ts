#!/usr/bin/env node
import { noteEarlySignals } from './cli/early-signal.ts';

declare const OPENBELL_VERSION: string | undefined;

const args = process.argv.slice(2);

// Answered before anything is loaded: scripts ask for the version often.
if (args.length === 1 && /^(--version|-v)$/.test(args[0]!) && typeof OPENBELL_VERSION === 'string') {
  process.stdout.write(`${OPENBELL_VERSION}\n`);
} else {
  if (/^(check|demo|scenario)$/.test(args[0] ?? '') && !args.includes('--plan')) noteEarlySignals();
  const { main } = await import('./cli/program.ts');
  process.exitCode = await main(args);
}
