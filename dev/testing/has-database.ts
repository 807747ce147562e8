import { createRequire } from 'node:module';

/** Whether the database of the durable store is installed: it is optional, since not every machine has one built for it. */
export const hasDatabase = (() => {
  try {
    return Boolean(createRequire(import.meta.url).resolve('libsql'));
  } catch {
    return false;
  }
})();
