import { visibleLine } from '../run/visible.ts';
import type { Fact } from '../vocabulary/survey.ts';
import type { Terminal } from './terminal.ts';

const WIDTH = 20;

/** A fact on a line, as soon as it is known; what holds in another revision, too, is told once. */
export function tellFacts(terminal: Terminal, redact = (text: string) => text): (fact: Fact) => void {
  const said = new Set<string>();
  return ({ fact, is }) => {
    const line = `${fact.padEnd(WIDTH)} ${visibleLine(redact(is))}\n`;
    if (!said.has(line)) terminal.out(line);
    said.add(line);
  };
}
