import { brokerFigures } from './broker.ts';

process.stdout.write(JSON.stringify(await brokerFigures(Number(process.argv[2]))));
