import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../conformance/files/package-root.ts';
import { PROFILE_IDS, type ProfileId } from '../../conformance/profiles/index.ts';
import { readRun } from '../../conformance/run/read.ts';
import { sharesOf } from '../../conformance/run/rule.ts';
import { spawnNode } from './spawned.ts';

const cli = join(packageRoot, 'dist', 'cli.js');

/** Wider than the product's, so that a run waits less; what is looked at is the same. */
const LIMITS = ['--registrations', '2000', '--calls', '600', '--broker-calls', '5000'];

/** What an integrator writes for the reference. */
const configuration = (profile: ProfileId, clientCenter: string) => `profile: ${profile}
users:
  - { username: trader@example.com, password: "\${PASSWORD}" }
  - { username: twin@example.com, password: "\${PASSWORD}" }
  - { username: reader@example.com, password: "\${PASSWORD}", traits: [read-only] }
  - { username: free@example.com, password: "\${PASSWORD}", traits: [no-plan] }
paper_account: "the mock brokerage"
registrations: 2000
client_center: ${clientCenter}
keys: 1000
`;

interface Served {
  url: string;
  clientCenter: string;
  process: ChildProcess;
}

/** A gateway as somebody starts it: on the machine's clock, without test hooks. */
function serve(profile: ProfileId): Promise<Served> {
  const process = spawn(globalThis.process.execPath, [cli, 'serve', '--profile', profile, ...LIMITS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  return new Promise((resolve, reject) => {
    process.on('error', reject);
    process.on('exit', (code) => reject(new Error(`openbell serve ended with ${code}`)));
    process.stdout.on('data', (chunk) => {
      out += chunk;
      const [, url] = /^MCP URL\s+(\S+)$/m.exec(out) ?? [];
      const [, clientCenter] = /^Client Center\s+(\S+)$/m.exec(out) ?? [];
      if (url && clientCenter && out.includes('Ctrl-C')) resolve({ url, clientCenter, process });
    });
  });
}

/** Grades it once by the command line; prints a line, and says whether it went well. */
async function gradeOnce(profile: ProfileId, { url, clientCenter }: Served, called: string): Promise<boolean> {
  const out = mkdtempSync(join(tmpdir(), 'openbell-without-hooks-'));
  try {
    const config = join(out, 'openbell.yaml');
    writeFileSync(config, configuration(profile, clientCenter));
    const { exitCode, ms, stderr } = await spawnNode([
      cli,
      'check',
      url,
      '--config',
      config,
      '--allow-orders',
      '--out',
      out,
    ]);
    const run = readRun(join(out, 'run.json'));
    const judged = sharesOf(run).map(({ era, judged, applies }) => `${era} ${((100 * judged) / applies).toFixed(1)} %`);
    process.stdout.write(
      `${profile}, ${called}: exit code ${exitCode}, judged ${judged.join(', ')} (${Math.round(ms / 1000)} s)\n`,
    );
    if (exitCode !== 0) process.stderr.write(`${stderr}\n`);
    return exitCode === 0;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** So many fresh gateways of each profile, each graded twice in a row: what the first run leaves behind is not in the way. */
export async function gradeWithoutHooks(times: number): Promise<boolean> {
  process.env.PASSWORD = 'opening-bell';
  let good = true;
  for (const profile of PROFILE_IDS) {
    for (let n = 1; n <= times; n++) {
      const served = await serve(profile);
      served.process.removeAllListeners('exit');
      for (const called of ['fresh', 'again']) good = (await gradeOnce(profile, served, `${n} ${called}`)) && good;
      served.process.kill('SIGINT');
    }
  }
  return good;
}
