import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDatabase } from '../../dev/testing/has-database.ts';
import { bounded } from '../oauth/bounded-map.ts';
import { createKeptMap } from './kept-map.ts';
import { openState } from './libsql.ts';
import { createMemoryState } from './memory.ts';
import type { State } from './state.ts';

/** Where the database has no build for a machine, the state in a file has no tests there. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openbell-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name = 'state.db') => join(folder, name);
const kinds: { kind: string; open: () => State; lasts: boolean }[] = [
  { kind: 'in memory', open: createMemoryState, lasts: false },
  ...(hasDatabase ? [{ kind: 'in a file', open: () => openState(file()), lasts: true }] : []),
];

/** What any state would have to pass: it is compared with a plain map, whatever is done in whatever order. */
describe.each(kinds)('a state $kind', ({ open, lasts }) => {
  const name = fc.constantFrom('a', 'b');
  const key = fc.constantFrom('k1', 'k2', '', '__proto__', 'schlüssel\u0000');
  const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>;
  const step = fc.oneof(
    fc.record({ do: fc.constant('set' as const), name, key, value }),
    fc.record({ do: fc.constant('delete' as const), name, key }),
    fc.record({ do: fc.constant('replace' as const), name, key, value, asItIs: fc.boolean() }),
    fc.record({ do: fc.constant('fail' as const), name, key, value }),
    fc.record({ do: fc.constant('clear' as const) }),
    fc.record({ do: fc.constant('reopen' as const) }),
  );

  it('does what a map does, all or nothing, and is the same when it is opened again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let state = open();
        state.clear();
        const model = { a: new Map<string, unknown>(), b: new Map<string, unknown>() };
        try {
          for (const one of steps) {
            if (one.do === 'clear') {
              state.clear(['a']);
              model.b.clear();
            } else if (one.do === 'reopen') {
              if (!lasts) continue;
              state.close();
              state = open();
            } else act(state, model[one.name], one);
            for (const [shelf, values] of Object.entries(model)) {
              expect(state.shelf(shelf).entries()).toEqual(copy([...values]));
            }
          }
        } finally {
          state.close();
        }
      }),
      { numRuns: lasts ? 25 : 200 },
    );
  });

  it('lets exactly one of many take what is there', () => {
    const state = open();
    const shelf = state.shelf<{ state: string; by?: number }>('a');
    shelf.set('k', { state: 'waiting' });
    const taken = Array.from({ length: 50 }, (_, by) =>
      shelf.replace('k', { state: 'waiting' }, { state: 'sent', by }),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(shelf.get('k')).toEqual({ state: 'sent', by: 0 });
    state.close();
  });

  it('gives copies, so that what is kept changes by being put there alone', () => {
    const state = open();
    const shelf = state.shelf<{ list: number[] }>('a');
    const given = { list: [1] };
    shelf.set('k', given);
    given.list.push(2);
    shelf.get('k')!.list.push(3);
    expect(shelf.get('k')).toEqual({ list: [1] });
    state.close();
  });

  it('keeps a map that forgets its oldest, on the shelf as in memory', () => {
    const state = open();
    const form = { keep: (value: Date) => value.getTime(), open: (kept: number) => new Date(kept) };
    const map = createKeptMap(bounded(2), state.shelf<number>('a'), form);
    for (const [n, key] of ['k1', 'k2', 'k3'].entries()) map.set(key, new Date(n));
    expect(map.get('k1')).toBeUndefined();
    const again = createKeptMap(bounded(2), state.shelf<number>('a'), form);
    expect([...again.values()]).toEqual([new Date(1), new Date(2)]);
    again.delete('k2');
    expect(state.shelf('a').entries()).toEqual([['k3', 2]]);
    again.clear();
    expect(state.shelf('a').entries()).toEqual([]);
    state.close();
  });
});

function act(
  state: State,
  model: Map<string, unknown>,
  one: { do: string; name: string; key: string; value?: unknown; asItIs?: boolean },
): void {
  const shelf = state.shelf<unknown>(one.name);
  if (one.do === 'set') {
    shelf.set(one.key, one.value);
    model.set(one.key, one.value);
  } else if (one.do === 'delete') {
    shelf.delete(one.key);
    model.delete(one.key);
  } else if (one.do === 'replace') {
    const expected = one.asItIs ? shelf.get(one.key) : 'something that is not there';
    const there = model.has(one.key) && one.asItIs === true;
    expect(shelf.replace(one.key, expected, one.value)).toBe(there);
    if (there) model.set(one.key, one.value);
  } else {
    const fails = () =>
      state.atomically(() => {
        shelf.set(one.key, one.value);
        shelf.delete('k1');
        throw new Error('half way');
      });
    expect(fails).toThrow('half way');
  }
}

/** JSON has no minus zero. */
const copy = (value: unknown) => JSON.parse(JSON.stringify(value));

describe.runIf(hasDatabase)('a state in a file', () => {
  it('shows nothing of what is in it, and is its owner’s alone', () => {
    const state = openState(file());
    state.shelf('tokens').set('k', { refresh: 'a-very-secret-token' });
    state.close();
    expect(readFileSync(file()).includes('a-very-secret-token')).toBe(false);
    for (const name of [file(), file('state.db.key'), file('state.db.lock')])
      expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  it('keeps the rights of the journal that it writes meanwhile', () => {
    const state = openState(file());
    state.shelf('a').set('k', 1);
    expect(statSync(file('state.db-wal')).mode & 0o077).toBe(0);
    state.close();
  });

  it('is refused without its key, with another one, and with one that others can read', () => {
    const state = openState(file());
    state.shelf('a').set('k', 1);
    state.close();
    const key = readFileSync(file('state.db.key'));
    rmSync(file('state.db.key'));
    expect(() => openState(file())).toThrow('is missing');
    writeFileSync(file('state.db.key'), `${Buffer.alloc(32).toString('base64')}\n`, { mode: 0o600 });
    const other = openState(file());
    expect(() => other.shelf('a').get('k')).toThrow('the key is another one');
    other.close();
    writeFileSync(file('state.db.key'), key);
    chmodSync(file('state.db.key'), 0o644);
    expect(() => openState(file())).toThrow('chmod 600');
  });

  it('does not take a record that was moved to another place', () => {
    const state = openState(file());
    state.shelf('a').set('k', 1);
    state.close();
    const Database = createRequire(import.meta.url)('libsql');
    const db = new Database(file());
    db.exec("UPDATE records SET key = CAST('other' AS BLOB)");
    db.close();
    const moved = openState(file());
    expect(() => moved.shelf('a').get('other')).toThrow('cannot be opened');
    moved.close();
  });

  it('is one process’s at a time', () => {
    const state = openState(file());
    state.shelf('a').set('k', 1);
    const script = `
      const Database = require(${JSON.stringify(createRequire(import.meta.url).resolve('libsql'))});
      try { const db = new Database(${JSON.stringify(file('state.db.lock'))}); db.exec('BEGIN EXCLUSIVE'); console.log('open'); }
      catch (error) { console.log(error.code ?? error.message); }`;
    expect(() => openState(file())).toThrow('in use by another process');
    expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toMatch(/BUSY|locked/i);
    state.close();
  });

  it('says that a file is something else', () => {
    writeFileSync(file(), 'a letter to a friend, long enough to be no header of a database at all');
    writeFileSync(file('state.db.key'), `${Buffer.alloc(32).toString('base64')}\n`, { mode: 0o600 });
    expect(() => openState(file())).toThrow('is no state that can be read');
  });
});
