#!/usr/bin/env node
import { version } from './files/package-root.ts';

const args = process.argv.slice(2);

// Answered before anything heavy is loaded: scripts ask for the version often.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./cli/program.ts');
  process.exitCode = await main(args);
}
