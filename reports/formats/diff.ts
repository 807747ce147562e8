import type { Change } from '../../conformance/run/model.ts';
import { visibleLine } from '../../conformance/run/visible.ts';
import { plural } from '../../conformance/run/words.ts';
import { changes, type Diff, type Difference, ofKind } from '../diff.ts';
import { pageAssets } from '../html/assets.ts';
import { markup } from '../html/markup.ts';
import { wellFormed } from '../well-formed.ts';
import { plain } from './summary.ts';

const became = ({ before, now }: Difference): string =>
  before !== undefined && before === now ? now : `${before ?? 'not there'} → ${now ?? 'not there'}`;

const line = (text: string) => visibleLine(wellFormed(text));

/** "2 newly failing, 1 mended". */
export const countsOf = (diff: Diff): string =>
  changes
    .flatMap((kind) => {
      const n = ofKind(diff, kind).length;
      return n > 0 ? [`${n} ${kind}`] : [];
    })
    .join(', ') || 'nothing changed';

const seenIn = ({ result: { expected, seen, reason }, sawBefore }: Difference): [string, string][] => {
  const facts: [string, string | undefined][] = [
    ['expected', expected],
    ['saw before', sawBefore],
    ['seen', seen],
    ['note', reason],
  ];
  return facts.flatMap(([name, text]) => (text ? [[name, line(text)] as [string, string]] : []));
};

/** Only what is bad is told with its evidence; of the rest it is enough to know which. */
const isTold = (kind: Change) => kind !== 'mended' && kind !== 'newly judged';

const span = ({ old, now }: Diff) => `${old.startedAt} → ${now.startedAt}`;

/** The differences for a terminal. */
export const toDiffText = (diff: Diff): string => {
  const blocks = changes.flatMap((kind) => {
    const own = ofKind(diff, kind);
    if (own.length === 0) return [];
    const lines = own.flatMap((one) => [
      `  ${became(one)}  ${line(one.result.id)}  (${line(one.where)})`,
      ...(isTold(kind) ? seenIn(one).map(([name, text]) => `      ${name.padEnd(10)} ${text}`) : []),
    ]);
    return [`${kind} (${own.length})\n${lines.join('\n')}`];
  });
  const end = `${countsOf(diff)}; ${plural(diff.unchanged, 'result')} as before (${line(span(diff))})`;
  return `${[...blocks, end].join('\n\n')}\n`;
};

/** The differences as Markdown, for the job summary or a comment. */
export const toDiffMarkdown = (diff: Diff): string => {
  const blocks = changes.flatMap((kind) => {
    const own = ofKind(diff, kind);
    if (own.length === 0) return [];
    const rows = own.slice(0, MOST).map((one) => {
      const facts = isTold(kind) ? seenIn(one).map(([name, text]) => `<br>${name}: ${plain(text)}`) : [];
      return `| ${plain(one.result.title)}<br>${plain(one.result.id)}${facts.join('')} | ${plain(one.where)} | ${became(one)} |`;
    });
    const more = own.length > MOST ? [`\n…and ${own.length - MOST} more.`] : [];
    return [
      [`### ${kind} (${own.length})`, '', '| result | where | verdict |', '| --- | --- | --- |', ...rows, ...more].join(
        '\n',
      ),
    ];
  });
  const end = `${plural(diff.unchanged, 'result')} as before. <sub>${plain(span(diff))}</sub>`;
  return `${[`## openbell: ${countsOf(diff)}`, ...blocks, end].join('\n\n')}\n`;
};

const MOST = 50;

/** The differences as a page that opens from disk. */
export const toDiffHtml = (diff: Diff): string => {
  const { style } = pageAssets();
  const policy = `default-src 'none'; style-src ${style.allowed}; base-uri 'none'; form-action 'none'`;
  const sections = changes.flatMap((kind) => {
    const own = ofKind(diff, kind);
    if (own.length === 0) return [];
    const items = own.map(
      (one) =>
        markup`<li><h3>${one.result.title}</h3><p><code>${one.result.id}</code> · ${one.where} · <b class="v-${one.now ?? 'untestable'}">${became(one)}</b></p>${
          isTold(kind) &&
          markup`<dl class="known">${seenIn(one).map(([name, text]) => markup`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`
        }</li>`,
    );
    return [
      markup`<section class="panel"><h2>${kind} <span class="muted">${own.length}</span></h2><ul class="plain">${items}</ul></section>`,
    ];
  });
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${countsOf(diff)} · openbell</title>`;
  const main = markup`<body><main><header class="banner"><h1>${countsOf(diff)}</h1><p class="lead">${plural(diff.unchanged, 'result')} as before.</p><p class="facts"><span>${span(diff)}</span></p></header>${sections}</main></body></html>
`;
  return `${page.html}<style>${style.text}</style></head>${main.html}`;
};
