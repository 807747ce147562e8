import { brokerFigures } from '../../mock-broker/bench.ts';

process.stdout.write(JSON.stringify(await brokerFigures(Number(process.argv[2]))));
