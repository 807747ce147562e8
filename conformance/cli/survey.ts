import { loadConfig } from '../config/config.ts';
import { version } from '../files/package-root.ts';
import type { ProfileId } from '../profiles/index.ts';
import { prepare } from '../runner/prepare.ts';
import { survey as look } from '../stage/survey.ts';
import { createPool } from '../wire/http.ts';
import { createSecrets } from '../wire/secrets.ts';
import { tellFacts } from './facts.ts';
import { type MeansFlags, meansOf } from './means.ts';
import { probe } from './probe.ts';
import { assertMcpUrl, guardOf, hookAccess } from './targets.ts';
import type { Terminal } from './terminal.ts';

export interface SurveyFlags extends MeansFlags {
  profile?: ProfileId;
  config?: string;
  json?: boolean;
}

/** Tells the facts of a target and judges nothing. Nobody registers and nobody signs in: at most a ready token is used. */
export async function survey(terminal: Terminal, url: string, flags: SurveyFlags): Promise<number> {
  assertMcpUrl(url);
  const config = loadConfig(flags.config, terminal.env);
  const means = meansOf(flags, config, terminal.env);
  const [era] = await probe(url, { headers: config.headers, ca: means.ca });
  const pool = createPool(means.ca, { guard: guardOf(url, config) });
  const secrets = createSecrets(config.secretMembers);
  try {
    const profile = flags.profile ?? config.profile;
    const hooks = hookAccess(url, config, terminal.env);
    const target = { url, era: era!, profile, hooks };
    const startedAt = new Date().toISOString();
    const options = { version, targets: [target], checks: [], scenarios: [], startedAt, ...means };
    const context = await prepare(options, target, pool, secrets);
    const tell = flags.json ? () => {} : tellFacts(terminal, secrets.redact);
    const how = { signsIn: 'ready', calls: false, tell } as const;
    await look(context, how);
    const found = [...context.survey.facts];
    for (const other of context.survey.eras?.filter((one) => one !== era) ?? []) {
      const there = { ...context, era: other };
      await look(there, { ...how, earlier: context.survey });
      found.push(
        ...there.survey.facts.filter(({ fact, is }) => !found.some((one) => one.fact === fact && one.is === is)),
      );
    }
    const facts = found.map(({ fact, is }) => ({ fact, is: secrets.redact(is) }));
    if (flags.json) terminal.out(`${JSON.stringify({ url, facts }, null, 1)}\n`);
    return 0;
  } finally {
    await pool.destroy();
  }
}
