import { expect, test } from 'vitest';
import { failingRun, greenRun, stoppedRun } from '../dev/testing/sample-run.ts';
import { actorsOf } from './actors.ts';
import { findingsOf } from './findings.ts';

test('each finding stands below one who must act, in the order of all', () => {
  const findings = findingsOf(failingRun());
  const actors = actorsOf(findings);
  expect(actors.length).toBeGreaterThan(1);
  expect(new Set(actors.flatMap((actor) => actor.findings))).toEqual(new Set(findings));
  expect(actors[0]!.findings[0]).toBe(findings[0]);
  for (const { id, findings: own } of actors) {
    expect(own.map(({ lead }) => lead.blame)).toEqual(own.map(() => id));
    expect(own).toEqual(findings.filter((one) => own.includes(one)));
  }
});

test('of what stopped without a check to show why, it is not clear who; where nothing is wrong, nobody is', () => {
  expect(actorsOf(findingsOf(stoppedRun())).map(({ id }) => id)).toEqual(['unknown']);
  expect(actorsOf(findingsOf(greenRun()))).toEqual([]);
});
