import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

type Package = typeof import('@cloudflare/workers-oauth-provider');

/** What the package's platform brings and Node does not: a class that only handlers of another style extend. */
const platform = 'export class WorkerEntrypoint {}';

let loaded: Promise<Package> | undefined;

async function load(): Promise<Package> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@cloudflare/workers-oauth-provider'",
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins: [
      {
        name: 'platform',
        setup(bundle) {
          bundle.onResolve({ filter: /^cloudflare:/ }, ({ path }) => ({ path, namespace: 'platform' }));
          bundle.onLoad({ filter: /./, namespace: 'platform' }, () => ({ contents: platform }));
        },
      },
    ],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`);
}

/** The package, unchanged, on Node instead of the platform that it was written for. */
export function providerPackage(): Promise<Package> {
  loaded ??= load();
  return loaded;
}
