import { expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';

const died =
  'browserType.launch: Target page has been closed\nBrowser logs:\nMissing X server or $DISPLAY\n  - and so on';

test.each([
  ['a window without a screen', died, true, 'there is no screen here'],
  ['a browser that dies', died, false, '/usr/bin/x does not start: browserType.launch: Target page has been closed'],
])('%s is told in a sentence', (_, said, person, words) => {
  const why = whyNoBrowser(said, '/usr/bin/x', person);
  expect(why).toContain(words);
  expect(why).not.toContain('\n');
});
