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

const quiet = ['pass', 'not-applicable'];

function plain({ err }: Terminal) {
  let said = 0;
  return {
    onProgress({ done, total, id, verdict }: Progress) {
      if (!quiet.includes(verdict)) err(`${verdict}  ${id}\n`);
      const step = Math.floor((done * STEPS) / total);
      if (step === said) return;
      said = step;
      err(`${done} of ${total} graded\n`);
    },
    end() {},
  };
}
