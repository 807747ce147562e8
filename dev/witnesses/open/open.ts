import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Witness } from '../witness.ts';

const program = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

/** Where the program listens when it is told this instead of a port: out of reach of any network. */
async function privateAddress(): Promise<{ address: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'witness-'));
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll('\\', '-')}` : join(folder, 'mcp');
  return { address, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * The official demonstration server as a program of its own, as anybody starts it. Left alone it would listen on every
 * network of this machine, so it listens on a private address, and a port of 127.0.0.1 passes bytes on to that.
 */
export async function startOpen(): Promise<Witness> {
  const { address, remove } = await privateAddress();
  const child = spawn(process.execPath, [program, 'streamableHttp'], {
    env: { PATH: process.env.PATH, PORT: address },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended at once, with ${code}`)));
    child.stderr.on('data', (said) => String(said).includes('listening') && resolve());
  });
  const door = createServer((outside) => {
    const inside = connect(address);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy()).on('close', () => inside.destroy());
    inside.on('error', () => outside.destroy()).on('close', () => outside.destroy());
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}/mcp`,
    async close() {
      door.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await remove();
    },
  };
}
