import { describe, expect, test } from 'vitest';
import { selectChecks } from '../runner/select.ts';
import { checks } from './index.ts';
import { RENAMED } from './renamed.ts';

const isAnId = (id: string): boolean => checks.some((check) => check.id === id);

describe.each(Object.entries(RENAMED))('%s', (old, id) => {
  test('is no id any more, and stands for one', () => {
    expect([isAnId(old), isAnId(id)]).toEqual([false, true]);
  });

  test('selects what is meant now, to grade it or to leave it out', () => {
    expect(selectChecks({ checks, only: [old] })).toEqual(selectChecks({ checks, only: [id] }));
    expect(selectChecks({ checks, only: [id], skip: [old] })).toEqual([]);
  });
});
