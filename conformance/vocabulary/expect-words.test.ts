import { test, expect as wanted } from 'vitest';
import { expect, type Violation } from './expect.ts';

const saidOf = (judge: () => void): string => {
  try {
    judge();
  } catch (error) {
    return (error as Violation).message;
  }
  return 'nothing';
};

test.each([
  ['a list without anything', () => expect.includes([], 'permission', 'the pages'), 'to contain permission, seen none'],
  ['no list', () => expect.includes(undefined, 'permission', 'the pages'), 'seen nothing'],
  ['what should be absent', () => expect.equal('x', undefined, 'the code'), 'the code to be absent, seen x'],
  ['what should be empty', () => expect.equal(['a'], [], 'the list'), 'the list to be empty, seen ["a"]'],
])('%s is told in words', (_, judge, words) => {
  wanted(saidOf(judge)).toContain(words);
});
