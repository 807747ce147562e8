import { expect, test } from 'vitest';
import { openYaml } from './yaml-file.ts';

const said = (text: string): string => {
  try {
    openYaml(text, 'a.yaml');
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['title: "A journey\nkind: succeeds\nsteps:\n  - discover:\n', 1, 'the text that begins here lacks its closing "'],
  ["a: b\ntitle: 'A journey\nkind: succeeds\n", 2, "the text that begins here lacks its closing '"],
  ['title: "A journey\nkind: "succeeds"\n', 1, 'the text that begins here lacks its closing "'],
  ['a: b\nc:\n  - d: { e: "f }\n  - g:\n', 3, 'the text that begins here lacks its closing "'],
  ['a: b\nc:\n  - d: { e: f\n    g: { h: true }\ni: j\n', 3, 'this “{” lacks its closing “}”'],
  ['a: b\nc: [d, e\nf: g\n', 2, 'this “[” lacks its closing “]”'],
  ['title: x\nkind: a\ntitle: y\n', 3, '“title” stands here for the second time; the first is in line 1'],
  ['- a: { b: 1,\n    b: 2 }\n', 2, '“b” stands here for the second time; the first is in line 1'],
  ['title: x\n kind: succeeds\n', 2, 'this line is indented otherwise'],
  ['a:\n  - b:\n - c:\n', 3, 'this line is indented otherwise'],
  ['a:\n  - b: { c: d }\n   e: { f: true }\n', 3, 'this line is indented otherwise'],
  ['a:\n  - b: { c: d }\n      e: { f: true }\n', 3, 'this line is indented otherwise'],
  ['a:\n  - b:\n      c: d\n     e: f\n', 4, 'this line is indented otherwise'],
  ['  title: x\nkind: y\n', 2, 'this line is indented otherwise'],
  ['a:\n\t- b\n', 2, 'a tab stands where only blanks may indent'],
  ['title: a b: c\n', 1, 'a text with a colon and a blank in it needs quotes'],
  ['title:x\nkind: y\n', 1, 'the colon behind “title” needs a blank behind it'],
  ['a: { b: c }}\n', 1, 'this “}” closes nothing'],
  ['title: @x\n', 1, 'a text that begins with “@” needs quotes'],
  ['title: "a \\q b"\n', 1, '“\\q” means nothing between double quotes'],
  ['a: b\n---\nc: d\n', 2, 'a file holds one document'],
  ['{\n', 1, 'this “{” lacks its closing “}”'],
  ['a: b\nc: [d, e\n', 2, 'this “[” lacks its closing “]”'],
  ['a: b\nc: {d: [e, f}\n', 2, 'this “[” lacks its closing “]”'],
  ['a: |\nb\n', 2, 'behind this name a colon and a blank are missing'],
  ['a: >x\n  b\n', 1, 'a text behind “>” or “|” begins on the next line'],
  ['a: "b" c\n', 1, 'more stands here behind a value that is over'],
  ["a: 'b' 'c'\n", 1, 'more stands here behind a value that is over'],
  ['a: - b\n', 1, 'a list begins on the line behind its name'],
  ['a: {b c: d e: f}\n', 1, 'here a comma is missing'],
  ['a: [b,,c]\n', 1, 'here a value is missing before the comma'],
])('%j is said to be wrong in line %d', (text, line, words) => {
  expect(said(text)).toMatch(new RegExp(`^a\\.yaml:${line}: not valid YAML: `));
  expect(said(text)).toContain(words);
});

test.each(['', '# only a comment\n', '\n\n'])('%j is empty', (text) => {
  expect(openYaml(text, 'a.yaml').empty).toBe(true);
});
