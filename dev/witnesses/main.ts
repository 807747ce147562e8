// `node dev/run-typescript.mjs dev/witnesses/main.ts NAME`: runs one witness until it is interrupted.
import { witnesses } from './index.ts';

const name = process.argv[2];
const kind = witnesses.find((one) => one.name === name);
if (!kind) {
  console.error(`name one of ${witnesses.map((one) => one.name).join(', ')}`);
  process.exit(2);
}
const { url, users = [], clients = [], close } = await kind.start();
console.log(JSON.stringify({ url, users, clients }));
process.once('SIGINT', () => void close().then(() => process.exit(0)));
process.once('SIGTERM', () => void close().then(() => process.exit(0)));
