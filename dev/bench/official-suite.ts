import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { installOfficialSuite, type OfficialSuite } from '../official/install.ts';
import { type Figure, median } from './figure.ts';
import { gradeOnce } from './grading.ts';
import { PRELOAD, spawnNode, usedIn } from './spawned.ts';

const runs = 3;
const PORT = 39_417;

/**
 * Results for a second of processor time, start-up and servers included, beside the official suite. The work differs:
 * openbell grades its own reference with people who sign in, the official suite asks the official example server that is on
 * npm, where some of its scenarios find no fixture and fail.
 */
export async function measurePeer(): Promise<Figure[]> {
  const suite = installOfficialSuite();
  const own: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < runs; n++) {
    const { results, seconds } = await gradeOnce(['--profile', 'dynamic-client']);
    own.push(results / seconds);
    theirs.push(await officialResultsPerSecond(suite));
  }
  const [value, peer] = [median(own), median(theirs)];
  return [
    {
      what: 'results for a second of processor time',
      value,
      unit: 'results',
      runs,
      bound: { leastRatio: 1.2 },
      peer: { what: 'official suite on its example server', value: peer, ratio: value / peer },
    },
  ];
}

async function officialResultsPerSecond({ folder, program, node }: OfficialSuite): Promise<number> {
  const server = await startExampleServer();
  try {
    const out = join(folder, 'out');
    const args = [program, 'server', '--url', `http://127.0.0.1:${PORT}/mcp`, '-o', out];
    const { stdout, used } = await spawnNode(args, { withUsed: true, node });
    rmSync(out, { recursive: true, force: true });
    const [, passed, failed] = /^Total: (\d+) passed, (\d+) failed/m.exec(stdout) ?? [];
    if (!passed || !used) throw new Error('the official suite printed no total');
    return (Number(passed) + Number(failed)) / (used.seconds + (await server.end()));
  } finally {
    await server.end();
  }
}

/** The official example server from npm; `end` returns its processor time in seconds. */
async function startExampleServer() {
  const program = join(packageRoot, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
  const child = spawn(process.execPath, ['--import', PRELOAD, program, 'streamableHttp'], {
    env: { ...process.env, PORT: String(PORT) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  while (!said.includes('listening')) await once(child.stderr, 'data');
  let ended: Promise<number> | undefined;
  const end = () => {
    ended ??= (async () => {
      child.kill('SIGINT');
      await once(child, 'close');
      return usedIn(said)?.seconds ?? 0;
    })();
    return ended;
  };
  return { end };
}
