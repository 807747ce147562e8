/** One row of the benchmark's table. */
export interface Figure {
  what: string;
  /** Median of the runs. */
  value: number;
  unit: string;
  runs: number;
  /** What the value, or where it says so the ratio, should stay below or reach. */
  bound?: { most: number } | { leastRatio: number } | { mostRatio: number };
  /** What the value is set beside, measured in the same run; `ratio` is value to peer. */
  peer?: { what: string; value: number; ratio: number };
}

/** The middle value; the upper one of the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The figures as one Markdown table. A bound that was missed says by how much. */
export function toMarkdown(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${amount(figure.value)} ${figure.unit}`,
    String(figure.runs),
    boundOf(figure),
    figure.peer ? `${figure.peer.what}: ${amount(figure.peer.value)} ${figure.unit}` : '',
    figure.peer ? `${figure.peer.ratio.toFixed(2)}×` : '',
  ]);
  const head = ['figure', 'measured', 'runs', 'bound', 'peer', 'ratio'];
  return [head, ['---', '--:', '--:', '---', '---', '--:'], ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function boundOf({ bound, value, unit, peer }: Figure): string {
  if (!bound) return '';
  if ('most' in bound) {
    const over = value - bound.most;
    return `≤ ${amount(bound.most)} ${unit}${over > 0 ? `, **missed by ${amount(over)} ${unit}**` : ''}`;
  }
  if ('mostRatio' in bound) {
    const over = (peer?.ratio ?? Number.NaN) - bound.mostRatio;
    return `ratio ≤ ${bound.mostRatio}${over > 0 ? `, **missed by ${over.toFixed(2)}**` : ''}`;
  }
  const short = bound.leastRatio - (peer?.ratio ?? Number.NaN);
  return `ratio ≥ ${bound.leastRatio}${short > 0 ? `, **missed by ${short.toFixed(2)}**` : ''}`;
}

/** Three significant digits below a hundred, whole numbers with commas from there on. */
const amount = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
