import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

test('finds the word that was meant', () => {
  expect(nearest('static-clint', ['static-client', 'dynamic-client'])).toBe('static-client');
});

test('finds an id by its last part', () => {
  expect(nearest('refuses-foreign-audience', ['tokens/refuses-a-foreign-audience', 'pkce/x'])).toBe(
    'tokens/refuses-a-foreign-audience',
  );
});

test('stays silent where nothing is near', () => {
  expect(nearest('banana', ['static-client'])).toBeUndefined();
  expect(didYouMean('banana', [])).toBe('');
});
