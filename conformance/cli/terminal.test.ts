import { expect, test } from 'vitest';
import { tame, wantsColour } from './terminal.ts';

test.each([
  ['a title of the window', '\u001b]0;pwned\u0007', '\\u001b]0;pwned\\u0007'],
  ['an empty screen', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
  ['a hidden text', '\u001b[8msecret', '\\u001b[8msecret'],
  ['a line that is written over', 'ok\rno', 'ok\\u000dno'],
  ['an eight-bit command', '\u009b2J', '\\u009b2J'],
  ['a text that runs backwards', '\u202eabc', '\\u202eabc'],
])('a server cannot make the terminal show %s', (_, said, shown) => {
  expect(tame(said)).toBe(shown);
});

test('colours of ours, lines and the progress line are left alone', () => {
  const ours = '\r\u001b[2K1/2  pass  \u001b[32mgood\u001b[0m\n\tnext';
  expect(tame(ours)).toBe(ours);
});

test('JSON stays the JSON that it was', () => {
  const data = { says: '\u001b[2J\u009b\u202e' };
  expect(JSON.parse(tame(JSON.stringify(data)))).toEqual(data);
});

test.each([
  ['a terminal', {}, true, true],
  ['a file', {}, false, false],
  ['a pipeline', { CI: 'true' }, true, false],
  ['who wants none', { NO_COLOR: '1' }, true, false],
  ['an empty wish, which is none', { NO_COLOR: '' }, true, true],
  ['a pipeline that can show them', { CI: 'true', FORCE_COLOR: '1' }, false, true],
  ['who forbids them in another way', { FORCE_COLOR: '0' }, true, false],
  ['a wish for both: the stronger word', { NO_COLOR: '1', FORCE_COLOR: 'true' }, false, true],
])('colours for %s', (_, env, isTerminal, colour) => {
  expect(wantsColour(env, isTerminal)).toBe(colour);
});
