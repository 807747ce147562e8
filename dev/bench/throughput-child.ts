import { measureThroughput } from './throughput.ts';

process.stdout.write(JSON.stringify(await measureThroughput()));
