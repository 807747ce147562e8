import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Configured } from './client-configs.ts';

export interface Started {
  client: Client;
  /** What a program that was started complained about. */
  complaints(): string;
}

/** Connects with what a configuration came to, as a client would: over HTTP with its headers, or by starting the program. */
export async function start(configured: Configured, home: string): Promise<Started> {
  const client = new Client({ name: 'test', version: '1' });
  let said = '';
  if ('url' in configured) {
    const { url, headers } = configured;
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  } else {
    const { command, args } = configured;
    // What npx finds beside the project is not asked for anywhere else.
    const env = { ...getDefaultEnvironment(), HOME: home, MCP_REMOTE_CONFIG_DIR: home, npm_config_offline: 'true' };
    const cwd = folderWith(args.find((word) => !word.startsWith('-'))!);
    const transport = new StdioClientTransport({ command, args: [...args], env, cwd, stderr: 'pipe' });
    transport.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    try {
      await client.connect(transport);
    } catch (error) {
      await transport.close();
      throw new Error(`${error}\n${said}`);
    }
  }
  return { client, complaints: () => said };
}

/** Where npx looks first: the folder in whose node_modules the package is. */
function folderWith(name: string): string {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = paths.find((path) => existsSync(join(path, name, 'package.json')));
  if (!found) throw new Error(`${name} is not installed: npm ci`);
  return dirname(found);
}
