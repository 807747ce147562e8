import type { Run } from '../../conformance/run/model.ts';
import { visibleLine } from '../../conformance/run/visible.ts';
import { outcomeOf } from '../outcome.ts';
import { countVerdicts, resultsOf } from '../results.ts';

const colours = { 0: '#1a7f37', 1: '#b3261e', 3: '#8a5a00' };
/** Pixels of a letter at 11 px: no font is asked, so that the file is the same everywhere. */
const LETTER = 6.6;
const PAD = 10;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string) => visibleLine(text).replace(/[&<>"]/g, (character) => escapes[character]!);

const wordsOf = (run: Run): string => {
  const { kind } = outcomeOf(run);
  const n = countVerdicts(resultsOf(run));
  if (kind === 'conformant') return `conformant (${n.pass + n.warn})`;
  if (kind === 'failures') return n.fail > 0 ? `${n.fail} failing` : 'failing';
  return {
    incomplete: 'incomplete',
    blocked: 'blocked',
    'nothing-tested': 'nothing tested',
    'too-little': 'too little judged',
  }[kind];
};

/** An SVG with the verdict, in words and colour; nothing of the target's stands in it. */
export const toBadge = (run: Run): string => {
  const [name, words] = ['openbell', wordsOf(run)];
  const [left, right] = [name, words].map((text) => Math.round(text.length * LETTER) + 2 * PAD) as [number, number];
  const label = xml(`${name}: ${words}`);
  const say = (text: string, x: number) => `<text x="${x}" y="14">${xml(text)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}"><title>${label}</title>
<rect width="${left}" height="20" fill="#333"/><rect x="${left}" width="${right}" height="20" fill="${colours[outcomeOf(run).exitCode]}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${say(name, left / 2)}${say(words, left + right / 2)}</g></svg>
`;
};
