import type { Against, Change, Changed } from '../../conformance/run/model.ts';
import { plural } from '../../conformance/run/words.ts';
import { changes } from '../diff.ts';
import { fragment, type Markup, markup } from './markup.ts';
import type { Page } from './page.ts';

const isBad = (change: Change) => change !== 'mended' && change !== 'newly judged';

/** The mark of a line that is not as it was. */
export const changeTag = (change: Change): Markup =>
  markup`<span class="tag change ${isBad(change) ? 'worse' : 'better'}">${change}</span>`;

/** Of several, what matters most. */
export const worstChange = (all: readonly Changed[]): Change | undefined =>
  changes.find((kind) => all.some(({ change }) => change === kind));

const dayOf = ({ startedAt }: Against) => `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
const ofKind = ({ changes: all }: Against, kind: Change) => all.filter(({ change }) => change === kind);

/** How many results are not as in the earlier run; each number leads to the list. */
export const sinceInShort = ({ run: { against } }: Page): Markup | undefined => {
  if (!against) return undefined;
  const counts = changes
    .map((kind) => ({ kind, n: ofKind(against, kind).length }))
    .filter(({ n }) => n > 0)
    .map(
      ({ kind, n }) => markup`<a class="${isBad(kind) ? 'worse' : 'better'}" href="#since"><b>${n}</b> ${kind}</a> `,
    );
  return markup`<div><dt>What changed</dt><dd class="who-acts">${counts}<span class="muted">${plural(against.unchanged, 'result')} as in the run of ${dayOf(against)}</span></dd></div>`;
};

/** So many of a kind are written out. */
const MOST = 100;

/** What became of each result since the earlier run, those that are not in this one too. */
export const since = ({ run: { against }, anchor }: Page): Markup => {
  if (!against || against.changes.length === 0) return markup``;
  const kinds = changes.map((kind) => {
    const own = ofKind(against, kind);
    const left = own.length - MOST;
    return (
      own.length > 0 &&
      markup`<h3>${kind} <span class="muted">${own.length}</span></h3><ul class="plain">${own.slice(0, MOST).map((one) => item(one, anchor))}${left > 0 && markup`<li>…and ${left} more</li>`}</ul>`
    );
  });
  return markup`<details class="panel" id="since"><summary><h2>What changed</h2> <span class="muted">since ${dayOf(against)}</span></summary>${kinds}</details>`;
};

const item = (one: Changed, anchor: Page['anchor']) => {
  const { title, target, where, before = 'not there', now = 'not there', sawBefore } = one;
  const name =
    target === undefined ? markup`${title}` : markup`<a href="${fragment(anchor({ ...one, target }))}">${title}</a>`;
  return markup`<li>${name} <span class="muted">${where} · ${before === now ? now : `${before} → ${now}`}</span>${sawBefore && markup`<br><span class="muted">before: ${sawBefore}</span>`}</li>`;
};
