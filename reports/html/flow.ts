import type { CheckResult, Exchange, Party, ScenarioResult } from '../../conformance/run/model.ts';
import { brokenStep } from '../results.ts';
import { pathOf } from './exchange.ts';
import { type Markup, markup } from './markup.ts';

/** A line of the picture: a message between two, something that one did, or the step that begins. */
type Mark =
  | { kind: 'message'; from: Party; to: Party; says: string; answer: string; bad: boolean }
  | { kind: 'deed'; who: Party; says: string; bad: boolean }
  | { kind: 'step'; says: string; bad: boolean };

const parties: readonly Party[] = ['human', 'client', 'gateway', 'brokerage', 'harness'];
/** Of a lane; all five together are still narrower than the page on a desk. */
const laneWidth = (lanes: number) => (lanes > 4 ? 178 : 210);
const heights = { message: 52, deed: 34, step: 36 };
/** What led to the break is in the last few lines. */
const most = 14;

/** Who talked to whom in a check, and where it broke. */
export const flowOfCheck = (check: CheckResult, byNumber: Map<number, Exchange>): Markup | undefined => {
  const finding = check.finding ?? check.exchanges.at(-1);
  const marks = check.exchanges.flatMap((n) => {
    const exchange = byNumber.get(n);
    return exchange ? [message(exchange, n === finding)] : [];
  });
  return draw(window(marks), `Who talked to whom: ${check.title}`);
};

/** Who talked to whom in a journey, up to the step that broke it. */
export const flowOfJourney = (journey: ScenarioResult, byNumber: Map<number, Exchange>): Markup | undefined => {
  const stop = brokenStep(journey);
  if (!stop) return undefined;
  const broken = journey.steps.indexOf(stop);
  const marks = journey.steps.slice(0, broken + 1).flatMap((step, i) => {
    const bad = i === broken;
    const told = step.story.map((line): Mark => {
      const exchange = line.exchange === undefined ? undefined : byNumber.get(line.exchange);
      return exchange ? message(exchange, false) : { kind: 'deed', who: line.who, says: line.what, bad: false };
    });
    const last = told.findLast((mark) => mark.kind === 'message') ?? told.at(-1);
    if (bad && last) last.bad = true;
    return [{ kind: 'step', says: `${i + 1}. ${step.says}`, bad } as Mark, ...told];
  });
  return draw(window(marks), `Who talked to whom: ${journey.title}`);
};

const message = ({ from, to, request, response }: Exchange, bad: boolean): Mark => ({
  kind: 'message',
  from,
  to,
  says: `${request.method} ${pathOf(request.url).replace(/\?.*/, '?…')}`,
  answer: response ? String(response.status) : 'no answer',
  bad,
});

const window = (marks: Mark[]) => {
  const end = marks.findLastIndex((mark) => mark.kind !== 'step' && mark.bad) + 2;
  return marks.slice(Math.max(0, end - most), Math.max(end, 2));
};

const draw = (marks: Mark[], title: string): Markup | undefined => {
  if (marks.length === 0) return undefined;
  const present = parties.filter((party) => marks.some((mark) => involves(mark, party)));
  const lane = laneWidth(present.length);
  const x = (party: Party) => lane / 2 + present.indexOf(party) * lane;
  const width = Math.max(present.length, 2) * lane;
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
  return markup`<div class="flow" tabindex="0" role="group" aria-label="Picture of the flow"><svg viewBox="0 0 ${width} ${y + 6}" width="${width}" height="${y + 6}" role="img" aria-label="${title}">${lanes}${lines}</svg></div>`;
};

const involves = (mark: Mark, party: Party) =>
  mark.kind === 'message' ? mark.from === party || mark.to === party : mark.kind === 'deed' && mark.who === party;

const marker = (mark: Mark, x: (party: Party) => number, y: number, width: number, lane: number): Markup => {
  if (mark.kind === 'step')
    return markup`<text class="step${mark.bad && ' bad'}" x="8" y="${y + 18}">${cut(mark.says, width / 7.5)}</text><line class="rule" x1="8" x2="${width - 8}" y1="${y + 25}" y2="${y + 25}"/>`;
  if (mark.kind === 'deed') return deed(mark, x(mark.who), y, width);
  return arrows(mark, x(mark.from), x(mark.to), y, lane / 7);
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
