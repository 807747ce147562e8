import { gunzipSync } from 'node:zlib';
import { parse, parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { decodeExchanges } from '../../conformance/run/encode.ts';
import type { Run } from '../../conformance/run/model.ts';
import { bigRun, failingRun, greenRun, hostileRun } from '../../dev/testing/sample-run.ts';
import { content, markup, prose } from './markup.ts';
import type { Packed } from './parts.ts';
import { toHtml } from './to-html.ts';

interface Node {
  nodeName: string;
  value?: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
}

const nodes = (root: Node): Node[] => {
  const all = [root];
  for (const node of all) for (const child of node.childNodes ?? []) all.push(child);
  return all;
};
const attribute = (node: Node, name: string) => node.attrs?.find((attr) => attr.name === name)?.value;

const packed = (html: string): Packed => {
  const [, base64] = /<script type="text\/plain" id="packed">([^<]*)</.exec(html)!;
  return JSON.parse(gunzipSync(Buffer.from(base64!, 'base64')).toString()) as Packed;
};

/** One target in one era has every verdict, and is quicker to parse than four. */
const firstTarget = (run: Run): Run => {
  const isFirst = ({ target, era }: { target: number; era: string }) => target === 0 && era === run.targets[0]!.eras[0];
  const [checks, scenarios] = [run.checks.filter(isFirst), run.scenarios.filter(isFirst)];
  const used = new Set([
    ...checks.flatMap((check) => check.exchanges),
    ...scenarios.flatMap((scenario) => scenario.steps.flatMap((step) => step.exchanges)),
  ]);
  return { ...run, checks, scenarios, exchanges: run.exchanges.filter(({ n }) => used.has(n)) };
};

/** The page and everything packed into it, parsed as a browser would. */
const everything = (html: string): Node[] => [
  ...nodes(parse(html) as Node),
  ...packed(html).parts.flatMap((piece) => nodes(parseFragment(piece) as Node)),
];

test('values are escaped, markup is not, false and undefined vanish', () => {
  expect(markup`<p title="${`"'<&>`}">${[markup`<b>`, '<b>', false, undefined, 0]}</p>`.html).toBe(
    '<p title="&quot;&#39;&lt;&amp;&gt;"><b>&lt;b&gt;0</p>',
  );
});

test('backticks in prose are code, an odd one is itself', () => {
  expect(prose('send `aud` <now>').html).toBe('send <code>aud</code> &lt;now&gt;');
  expect(prose('a ` b').html).toBe('a ` b');
});

test('text of an element keeps its quotes and makes no element', () => {
  expect(content('{"a":"</pre><b>&"}').html).toBe('{"a":"&lt;/pre>&lt;b>&amp;"}');
});

test('hostile strings in every field make no element and no handler', () => {
  const payload = [
    `"><img src=x onerror=alert(1)><script>alert(2)</script>`,
    `'-alert(1)-' onmouseover=alert(1) </script><svg onload=alert(1)>`,
    `</details></pre></style></title><a href="javascript:alert(1)">x</a>\u0000\ud800`,
  ].join('');
  const own = everything(toHtml(firstTarget(hostileRun(payload))));
  const names = own.map((node) => node.nodeName);
  expect(names).not.toContain('img');
  const attributes = own.flatMap((node) => node.attrs ?? []);
  expect(attributes.filter(({ name }) => name.startsWith('on') || name === 'style')).toEqual([]);
  const links = attributes.filter(({ name }) => name === 'href' || name === 'src');
  expect(links.filter(({ value }) => !value.startsWith('#'))).toEqual([]);
  const scripts = own.filter((node) => node.nodeName === 'script' && attribute(node, 'type') !== 'text/plain');
  expect(scripts).toHaveLength(1);
});

test('ids are unique, packed pieces included', () => {
  const ids = everything(toHtml(firstTarget(failingRun()))).flatMap((node) => attribute(node, 'id') ?? []);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test('every link leads to an id of the page', () => {
  const own = everything(toHtml(firstTarget(failingRun())));
  const ids = new Set(own.map((node) => attribute(node, 'id')));
  const links = own.flatMap((node) => attribute(node, 'href') ?? []);
  expect(links.filter((link) => !ids.has(decodeURIComponent(link.slice(1))))).toEqual([]);
});

test('a result and an exchange are there once for each of the run', () => {
  const run = firstTarget(failingRun());
  const own = everything(toHtml(run));
  const pips = own.filter((node) => attribute(node, 'data-verdict') && attribute(node, 'data-column'));
  expect(pips).toHaveLength(run.checks.length + run.scenarios.length);
  expect(decodeExchanges(packed(toHtml(run)))).toEqual(JSON.parse(JSON.stringify(run.exchanges)));
});

test('a run without anything still makes a page', () => {
  const run = { ...greenRun(), checks: [], scenarios: [], exchanges: [], coverage: [], ledger: [], targets: [] };
  expect(toHtml(run)).toContain('Not known: nothing tested');
});

test('two thousand results stay under 1.2 megabytes', () => {
  expect(Buffer.byteLength(toHtml(bigRun(2000)))).toBeLessThan(1_200_000);
});

test('of one target in one era, a finding names what it is about once, and what it does not know not at all', () => {
  const run = failingRun();
  const [target] = run.targets;
  const [era] = target!.eras;
  const ofIt = (one: { target: number; era: string }) => one.target === 0 && one.era === era;
  const one: Run = { ...run, targets: [{ ...target!, eras: [era!] }], checks: run.checks.filter(ofIt), scenarios: [] };
  for (const check of one.checks) if (check.verdict === 'fail') delete check.expected;
  const html = toHtml(one);
  const fixes = html.slice(html.indexOf('id="fix-first"'), html.indexOf('id="targets"'));
  expect(fixes).not.toContain(` · ${era}</a>`);
  expect(fixes).not.toContain('Expected</span> –');
  expect(fixes).toContain('<span>Seen</span>');
});
