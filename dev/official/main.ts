// `npm run official`: the official conformance suite asks the reference gateway, started with its fixtures.
import { startStack } from '../../conformance/stack/start-stack.ts';
import { authorizeUrl, connect, register } from '../testing/gateway-client.ts';
import { createBrowser, type Stack } from '../testing/gateway-stack.ts';
import { installOfficialSuite } from './install.ts';
import { requiredBy } from './required.ts';
import { runOfficially, type ScenarioResult } from './run.ts';
import { unscored } from './unscored.ts';
import { createTokenProxy } from './with-token.ts';

const scopes =
  'user:information account:information position:information order:information market:information order:execution';
const suite = installOfficialSuite();
const stack = await startStack({
  profile: 'gold',
  fixtures: 'official',
  clock: 'real',
  settings: { callsPerMinute: 100_000, burst: 1_000 },
});
const gateway = stack as unknown as Stack;
const { accessToken } = await connect(gateway, { scope: scopes, choose: scopes.split(' ') });
const proxy = await createTokenProxy(stack.gateway.origin, accessToken);
let bad = 0;

for (const revision of ['2025-11-25', '2026-07-28']) {
  const results = await runOfficially(['server', '--url', `${proxy.origin}/mcp`, '--requirements', revision]);
  const required = requiredBy(revision, suite);
  tell(
    revision,
    results.filter(({ scenario }) => required.includes(scenario)),
    required.length,
  );
  for (const { scenario, failed } of results.filter((one) => !required.includes(one.scenario))) {
    const reason = unscored[scenario];
    if (failed.length > 0 === (reason !== undefined)) continue;
    bad += 1;
    console.log(`  ${scenario}: ${reason ? 'passes now' : `fails in ${failed.join(', ')}`}, and is not scored`);
  }
}
tell('authorization', await askAuthorizationServer(), 2);
await proxy.close();
await stack.close();
process.exit(bad > 0 ? 1 : 0);

function tell(what: string, results: readonly ScenarioResult[], wanted: number): void {
  const good = results.filter(({ failed, warnings, passed }) => passed > 0 && failed.length + warnings.length === 0);
  console.log(`${what}: ${good.length}/${wanted}`);
  for (const { scenario, failed, warnings } of results) {
    if (failed.length > 0) console.log(`  ${scenario} fails in ${failed.join(', ')}`);
    if (warnings.length > 0) console.log(`  ${scenario} warns in ${warnings.join(', ')}`);
  }
  if (good.length !== wanted) bad += 1;
}

/** The suite prints where a person has to go, and waits for them on loopback. */
async function askAuthorizationServer(): Promise<ScenarioResult[]> {
  const port = await freePort();
  const callback = `http://127.0.0.1:${port}/callback`;
  const { client_id } = (await register(gateway, { redirect_uris: [callback] })).body;
  const args = ['authorization', '--url', stack.gateway.origin, '--client-id', client_id, '--port', String(port)];
  const endpoint = new URL(authorizeUrl(gateway, {})).pathname;
  let followed = false;
  return runOfficially(args, (text) => {
    const url = new RegExp(`^http\\S+${endpoint}\\?\\S+$`, 'm').exec(text)?.[0];
    if (url && !followed) {
      followed = true;
      void allow(url);
    }
  });
}

async function allow(url: string): Promise<void> {
  const browser = createBrowser(gateway);
  const page = await browser.signIn(await browser.go(url));
  const end = await browser.press(page, { name: 'decision', value: 'allow' });
  await fetch(end.url);
}

async function freePort(): Promise<number> {
  const { port, close } = await createTokenProxy('http://127.0.0.1', '').then(({ origin, close }) => ({
    port: Number(new URL(origin).port),
    close,
  }));
  await close();
  return port;
}
