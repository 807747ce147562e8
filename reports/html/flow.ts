import type { CheckResult, Exchange, Party, ScenarioResult, StepResult } from '../../conformance/run/model.ts';
import { brokenStep } from '../results.ts';
import { pathOf } from './exchange.ts';
import { type Markup, markup } from './markup.ts';

/** A line of the picture: a message between two, something that one did, the step that begins, or what is wrong. */
type Mark =
  | { kind: 'message'; from: Party; to: Party; says: string; answer: string; bad: boolean }
  | { kind: 'deed'; who: Party; says: string; bad: boolean }
  | { kind: 'step'; says: string; bad: boolean }
  | { kind: 'point'; expected: string; seen: string };

/** A picture, and where it broke in a few words. */
interface Flow {
  picture: Markup;
  point: string;
}

const parties: readonly Party[] = ['human', 'client', 'gateway', 'brokerage', 'harness'];
/** Of a lane; all five together are still narrower than the page on a desk. */
const laneWidth = (lanes: number) => (lanes > 4 ? 178 : 210);
const heights = { message: 52, deed: 34, step: 36, point: 58 };
/** What led to the break is in the last few lines. */
const most = 14;

/** Who talked to whom in a check, and where it broke. */
export const flowOfCheck = (check: CheckResult, byNumber: Map<number, Exchange>): Flow | undefined => {
  const finding = check.finding ?? check.exchanges.at(-1);
  const marks = check.exchanges.flatMap((n) => {
    const exchange = byNumber.get(n);
    if (!exchange) return [];
    return n === finding ? [message(exchange, true), ...pointOf(check)] : [message(exchange, false)];
  });
  return draw(window(marks), `Who talked to whom: ${check.title}`);
};

/** Who talked to whom in a journey, up to the step that broke it. */
export const flowOfJourney = (journey: ScenarioResult, byNumber: Map<number, Exchange>): Flow | undefined => {
  const stop = brokenStep(journey);
  if (!stop) return undefined;
  const broken = journey.steps.indexOf(stop);
  const marks = journey.steps.slice(0, broken + 1).flatMap((step, i) => {
    const bad = i === broken;
    const told = [...step.story.map((line) => toldBy(line, byNumber)), ...(bad ? untold(step, byNumber) : [])];
    const last = told.findLast((mark) => mark.kind === 'message') ?? told.at(-1);
    if (bad && last) last.bad = true;
    const point = bad ? pointOf(step) : [];
    return [{ kind: 'step', says: `${i + 1}. ${step.says}`, bad } as Mark, ...told, ...point];
  });
  return draw(window(marks), `Who talked to whom: ${journey.title}`);
};

type Told = Extract<Mark, { bad: boolean }>;

const toldBy = ({ who, what, exchange: n }: StepResult['story'][number], byNumber: Map<number, Exchange>): Told => {
  const exchange = n === undefined ? undefined : byNumber.get(n);
  return exchange ? message(exchange, false) : { kind: 'deed', who, says: what, bad: false };
};

/** Exchanges of a step that its story says nothing about. */
const untold = (step: StepResult, byNumber: Map<number, Exchange>): Told[] => {
  const known = new Set(step.story.map(({ exchange }) => exchange));
  return step.exchanges.flatMap((n) => {
    const exchange = known.has(n) ? undefined : byNumber.get(n);
    return exchange ? [message(exchange, false)] : [];
  });
};

const pointOf = ({ expected = '', seen = '' }: { expected?: string; seen?: string }): Mark[] =>
  expected || seen ? [{ kind: 'point', expected, seen }] : [];

const message = ({ from, to, request, response }: Exchange, bad: boolean): Told => ({
  kind: 'message',
  from,
  to,
  says: `${request.method} ${pathOf(request.url).replace(/\?.*/, '?…')}`,
  answer: response ? String(response.status) : 'no answer',
  bad,
});

const window = (marks: Mark[]) => {
  const point = marks.findLastIndex((mark) => mark.kind === 'point' || (mark.kind !== 'step' && mark.bad));
  const end = point < 0 ? marks.length : point + 1;
  return marks.slice(Math.max(0, end - most), end);
};

const draw = (marks: Mark[], title: string): Flow | undefined => {
  const present = parties.filter((party) => marks.some((mark) => involves(mark, party)));
  if (present.length === 0) return undefined;
  const lane = laneWidth(present.length);
  const x = (party: Party) => lane / 2 + present.indexOf(party) * lane;
  // Beside few lanes there is still room for what was expected.
  const width = Math.max(present.length * lane, marks.some(({ kind }) => kind === 'point') ? 640 : 2 * lane);
  let y = 44;
  const lines = marks.map((mark) => {
    const line = marker(mark, x, y, width, lane);
    y += heights[mark.kind];
    return line;
  });
  const lanes = present.map(
    (party) =>
      markup`<line class="lane" x1="${x(party)}" x2="${x(party)}" y1="30" y2="${y}"/><rect class="head" x="${x(party) - 48}" y="4" width="96" height="26" rx="13"/><text class="party" x="${x(party)}" y="21">${party}</text>`,
  );
  const bad = marks.find((mark) => mark.kind === 'message' && mark.bad);
  const point = bad?.kind === 'message' ? `broke at ${bad.says}: ${bad.answer}` : '';
  const picture = markup`<div class="flow" tabindex="0" role="group" aria-label="Picture of the flow"><svg viewBox="0 0 ${width} ${y + 6}" width="${width}" height="${y + 6}" role="img" aria-label="${title}">${lanes}${lines}</svg></div>`;
  return { picture, point };
};

const involves = (mark: Mark, party: Party) =>
  mark.kind === 'message' ? mark.from === party || mark.to === party : mark.kind === 'deed' && mark.who === party;

const marker = (mark: Mark, x: (party: Party) => number, y: number, width: number, lane: number): Markup => {
  if (mark.kind === 'step')
    return markup`<text class="step${mark.bad && ' bad'}" x="8" y="${y + 18}">${cut(mark.says, width / 7.5)}</text><line class="rule" x1="8" x2="${width - 8}" y1="${y + 25}" y2="${y + 25}"/>`;
  if (mark.kind === 'point') return point(mark, y, width);
  if (mark.kind === 'deed') return deed(mark, x(mark.who), y, width);
  return arrows(mark, x(mark.from), x(mark.to), y, lane / 7);
};

/** What came and what should have come: the reason for the picture. */
const point = ({ expected, seen }: { expected: string; seen: string }, y: number, width: number) => {
  const line = (name: string, words: string, at: number) =>
    words !== '' &&
    markup`<text class="point" x="20" y="${y + at}"><tspan>${name}</tspan> ${cut(words, (width - 110) / 6.1)}</text>`;
  return markup`<rect class="point" x="8" y="${y + 4}" width="${width - 16}" height="46" rx="6"/>${line('expected', expected, 23)}${line('seen', seen, 41)}`;
};

const deed = (mark: { says: string; bad: boolean }, at: number, y: number, width: number) => {
  const [anchor, dx, room] = at > width / 2 ? ['end', -12, at] : ['start', 12, width - at];
  return markup`<circle class="dot${mark.bad && ' bad'}" cx="${at}" cy="${y + 12}" r="4.5"/><text class="deed${mark.bad && ' bad'}" text-anchor="${anchor}" x="${at + dx}" y="${y + 16}">${cut(mark.says, Math.min(58, (room - 16) / 6.6))}</text>`;
};

const arrows = (
  mark: { says: string; answer: string; bad: boolean },
  from: number,
  to: number,
  y: number,
  letters: number,
) => {
  const way = to >= from ? 1 : -1;
  const end = to - way * 2;
  const tone = mark.bad ? ' bad' : '';
  const middle = (from + to) / 2;
  const cross =
    mark.bad &&
    markup`<path class="cross" d="M${to - 7} ${y + 26}l14 14m0 -14l-14 14"/><text class="here" x="${to + 14}" y="${y + 38}">broke here</text>`;
  return markup`<text class="says${tone}" x="${middle}" y="${y + 11}">${cut(mark.says, letters)}</text><path class="arrow${tone}" d="M${from} ${y + 17}H${end}m${-way * 7} -4l${way * 7} 4l${-way * 7} 4"/><path class="back${tone}" d="M${to} ${y + 33}H${from + way * 2}"/><text class="answer${tone}" x="${middle}" y="${y + 46}">${mark.answer}</text>${cross}`;
};

const cut = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, Math.max(1, Math.floor(length) - 1))}…` : text;
