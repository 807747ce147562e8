import { measureThroughput } from './throughput.ts';

const measured = [...(await measureThroughput('dynamic-client')), ...(await measureThroughput('minted-token'))];
process.stdout.write(JSON.stringify(measured));
