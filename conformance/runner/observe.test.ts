import { expect, test } from 'vitest';
import type { TargetContext } from '../stage/target.ts';
import type { Check } from '../vocabulary/check.ts';
import { emptySurvey } from '../vocabulary/survey.ts';
import { createRecorder } from '../wire/recorder.ts';
import { createLookout } from './observe.ts';

const mcpUrl = 'http://127.0.0.1:1/mcp';

test('what one observer sees counts once, however many targets it looks on at', async () => {
  const observes = { kind: 'answer', judge: () => ({ expected: 'nothing', seen: 'something' }) };
  const check = { id: 'wire/looks-on', observes } as unknown as Check;
  const recorder = createRecorder();
  const exchange = recorder.begin('client', 'gateway', { method: 'GET', url: mcpUrl, headers: {} });
  exchange.response = { status: 200, headers: {}, body: '' };
  const target = { mcpUrl, era: '2025-11-25', survey: emptySurvey() } as unknown as TargetContext;

  const lookout = await createLookout([check, check]);
  const tallies = await lookout.watch(recorder, target);
  expect(tallies.get('wire/looks-on')).toMatchObject({ seen: 1, breaches: 1 });
});
