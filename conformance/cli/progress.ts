import type { Verdict } from '../run/model.ts';
import { countVerdicts } from '../run/summary.ts';
import type { Progress } from '../runner/options.ts';
import type { Terminal } from './terminal.ts';

/** How often a plain log says how far it is, in parts of the whole. */
const STEPS = 10;

/** Tells on stderr how far a run is: one line that redraws itself for a person, few plain lines for a log. */
export function showProgress(terminal: Terminal): { onProgress(event: Progress): void; end(): void } {
  return terminal.live ? redrawn(terminal) : plain(terminal);
}

function redrawn({ err }: Terminal) {
  return {
    onProgress({ done, total, id, verdict }: Progress) {
      const line = `${String(done).padStart(String(total).length)}/${total}  ${verdict}  ${id}`;
      err(`\r\u001b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
    },
    end: () => err('\r\u001b[2K'),
  };
}

/** What somebody has to look at. What is blocked has its cause among these; it and what nobody could see are counted. */
const findings: readonly Verdict[] = ['fail', 'warn', 'error'];

/** Each finding once, whatever the number of targets and eras in which it shows, and now and then how far the run is. */
function plain({ err }: Terminal) {
  const said = new Set<string>();
  const seen: { verdict: Verdict }[] = [];
  let steps = 0;
  return {
    onProgress({ done, total, id, verdict }: Progress) {
      seen.push({ verdict });
      const line = `${verdict}  ${id}\n`;
      if (findings.includes(verdict) && !said.has(line)) err(line);
      said.add(line);
      const step = Math.floor((done * STEPS) / total);
      if (step === steps) return;
      steps = step;
      err(`${done} of ${total} graded${counted(seen)}\n`);
    },
    end() {},
  };
}

function counted(seen: readonly { verdict: Verdict }[]): string {
  const n = countVerdicts(seen);
  const words = (['fail', 'error', 'blocked', 'warn', 'untestable'] as const).flatMap((verdict) =>
    n[verdict] > 0 ? [`${n[verdict]} ${verdict}`] : [],
  );
  return words.length > 0 ? `: ${words.join(', ')}` : '';
}
