import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../conformance/checks/index.ts';
import { gradeUrl } from '../../conformance/cli/check.ts';
import type { Run } from '../../conformance/run/model.ts';
import { readRun } from '../../conformance/run/read.ts';
import type { Budget } from '../../conformance/wire/budget.ts';
import { createGuard, type Reach } from '../../conformance/wire/guard.ts';
import { findingsOf, outcomeOf } from '../../reports/index.ts';
import { type Hostile, startHostile } from './gateway.ts';

/** What a run on a hostile server came to. */
export interface Came {
  code: number;
  run: Run;
  /** Headline and sentence of the outcome, then the first finding and what it saw. */
  first: string;
  /** Everything that somebody may read: the terminal, and each file. */
  outputs: Record<string, string>;
  ms: number;
  asked: number;
}

const CONFIGURATION = `users:
  - username: trader@example.com
    password: $\{PASSWORD}
`;

/** `openbell check` in this process, with a smaller budget and few checks; `counts` says how near the server counts as being. */
export async function gradeHostile(
  hostile: Hostile,
  only: string[],
  budget: Partial<Budget>,
  counts?: Reach,
): Promise<Came> {
  const folder = mkdtempSync(join(tmpdir(), 'openbell-hostile-'));
  const server = await startHostile(hostile);
  const config = join(folder, 'openbell.yaml');
  writeFileSync(config, CONFIGURATION);
  let [out, err] = ['', ''];
  const terminal = {
    out(text: string) {
      out += text;
    },
    err(text: string) {
      err += text;
    },
    env: { PASSWORD: 'a-long-password' },
    live: false,
    colour: false,
    onInterrupt: () => () => {},
  };
  const began = performance.now();
  try {
    const guard = counts && createGuard({ target: server.mcpUrl, counts });
    const flags = { config, out: folder, only, era: ['2025-11-25' as const] };
    const code = await gradeUrl(terminal, server.mcpUrl, flags, { checks, scenarios: [], budget, guard });
    const ms = performance.now() - began;
    const files = ['run.json', 'index.html', 'junit.xml', 'summary.md'];
    const written = files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    const run = readRun(join(folder, 'run.json'));
    return {
      code,
      run,
      first: firstOf(run),
      outputs: { out, err, ...Object.fromEntries(written) },
      ms,
      asked: server.asked(),
    };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a reader is told first. */
export function firstOf(run: Run): string {
  const { headline, sentence } = outcomeOf(run);
  const [finding] = findingsOf(run);
  return [headline, sentence, finding?.headline, finding?.seen].filter(Boolean).join(' | ');
}
