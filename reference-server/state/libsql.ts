import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Shelf, type State, StateTrouble } from './state.ts';

/** The part of the database package that is used here: it is loaded by those alone who keep a state. */
interface Statement {
  run(...values: unknown[]): { changes: number };
  get(...values: unknown[]): Record<string, unknown> | undefined;
  all(...values: unknown[]): Record<string, unknown>[];
}
interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
type DatabaseClass = new (path: string, options?: object) => Database;

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A state in a file: SQLite, one process at a time, each commit on the disk before the call returns. Values are sealed
 * with AES-256-GCM under a key in a file of its own, bound to their shelf and key; both files are their owner's alone.
 * Throws `StateTrouble`.
 */
export function openState(path: string): State {
  const sealer = createSealer(keyOfFile(`${path}.key`, existsSync(path)));
  const unlock = lock(path);
  const db = openDatabase(path, unlock);
  // Keys are bytes: the package ends a text at its first zero.
  const find = db.prepare('SELECT value FROM records WHERE shelf = ? AND key = ?');
  const put = db.prepare(
    'INSERT INTO records (shelf, key, value) VALUES (?, ?, ?) ON CONFLICT (shelf, key) DO UPDATE SET value = excluded.value',
  );
  const drop = db.prepare('DELETE FROM records WHERE shelf = ? AND key = ?');
  const list = db.prepare('SELECT key, value FROM records WHERE shelf = ? ORDER BY n');
  const names = db.prepare('SELECT DISTINCT shelf FROM records');
  const empty = db.prepare('DELETE FROM records WHERE shelf = ?');
  let depth = 0;
  let closed = false;

  function atomically<T>(run: () => T): T {
    if (depth > 0) return run();
    depth += 1;
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    } finally {
      depth -= 1;
    }
  }

  function shelf<Value>(name: string): Shelf<Value> {
    const textAt = (key: string): string | undefined => {
      const row = find.get(name, Buffer.from(key));
      return row && sealer.open(name, key, row.value);
    };
    const write = (key: string, text: string) => void put.run(name, Buffer.from(key), sealer.seal(name, key, text));
    return {
      get(key) {
        const text = textAt(key);
        return text === undefined ? undefined : (JSON.parse(text) as Value);
      },
      set: (key, value) => write(key, JSON.stringify(value)),
      replace: (key, expected, next) =>
        atomically(() => {
          const text = textAt(key);
          if (text === undefined || text !== JSON.stringify(expected)) return false;
          write(key, JSON.stringify(next));
          return true;
        }),
      delete: (key) => void drop.run(name, Buffer.from(key)),
      entries: () =>
        list.all(name).map((row) => {
          const key = Buffer.from(row.key as ArrayBuffer).toString();
          return [key, JSON.parse(sealer.open(name, key, row.value)) as Value];
        }),
    };
  }

  return {
    shelf,
    atomically,
    clear: (except = []) =>
      atomically(() => {
        for (const row of names.all()) if (!except.includes(String(row.shelf))) empty.run(row.shelf);
      }),
    close() {
      if (closed) return;
      closed = true;
      db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      db.close();
      unlock();
    },
  };
}

function loadDatabase(): DatabaseClass {
  try {
    return createRequire(import.meta.url)('libsql') as DatabaseClass;
  } catch {
    throw new StateTrouble('a state in a file needs the package libsql, which is not installed for this machine');
  }
}

/**
 * One process at a time, by a lock that ends with whoever held it. It is a database of its own, because the package lets
 * go of a file only when its statements are collected, and a state has to be there again as soon as it was closed.
 */
function lock(path: string): () => void {
  const held = createFile(`${path}.lock`);
  try {
    held.exec('BEGIN EXCLUSIVE');
  } catch {
    held.close();
    throw new StateTrouble(`the state ${path} is in use by another process`);
  }
  return () => {
    held.exec('ROLLBACK');
    held.close();
  };
}

/** Only its owner may read it, from the first byte on: SQLite gives its journal the rights of the database. */
function createFile(path: string): Database {
  const DatabaseOfFile = loadDatabase();
  try {
    if (existsSync(path)) chmodSync(path, 0o600);
    else closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw new StateTrouble(`the state ${path} cannot be opened: ${(error as Error).message}`);
  }
  return new DatabaseOfFile(path);
}

function openDatabase(path: string, unlock: () => void): Database {
  const db = createFile(path);
  try {
    db.exec('PRAGMA journal_mode = WAL');
    // With NORMAL a power cut could take back what was answered.
    db.exec('PRAGMA synchronous = FULL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS records (n INTEGER PRIMARY KEY, shelf TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE (shelf, key))',
    );
    return db;
  } catch (error) {
    db.close();
    unlock();
    throw new StateTrouble(`${path} is no state that can be read: ${(error as Error).message}`);
  }
}

/** The key of a state, made with it. A key that others can read protects nothing, and one that is lost cannot be made anew. */
function keyOfFile(path: string, stateExists: boolean): Buffer {
  if (!existsSync(path)) {
    if (stateExists) throw new StateTrouble(`the key ${path} of an existing state is missing`);
    writeFileSync(path, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StateTrouble(`others can read the key ${path}: chmod 600 it`);
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length !== keyBytes) throw new StateTrouble(`${path} holds no key of ${keyBytes} bytes in base64`);
  return key;
}

function createSealer(key: Buffer) {
  const boundTo = (shelf: string, name: string) => Buffer.from(JSON.stringify([shelf, name]));
  return {
    seal(shelf: string, name: string, text: string): Buffer {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(shelf, name));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(shelf: string, name: string, value: unknown): string {
      // The package gives a buffer for one row and an array buffer for many.
      const bytes = Buffer.from(value as ArrayBuffer);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
        decipher.setAAD(boundTo(shelf, name)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new StateTrouble(
          `a record of ${shelf} cannot be opened: the key is another one, or the state was changed`,
        );
      }
    },
  };
}
