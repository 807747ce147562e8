import type {
  CheckResult,
  Exchange,
  Party,
  Run,
  ScenarioResult,
  StepResult,
  Verdict,
} from '../../conformance/run/model.ts';
import { countVerdicts } from '../../conformance/run/summary.ts';
import { againstOf, diffOf } from '../../reports/diff.ts';
import { sampleChecks, sampleJourneys } from './sample-words.ts';

// Realistic runs for the tests of reports; nothing here is measured from a server.

const eras = ['2025-11-25', '2026-07-28'];
const gateway = 'http://127.0.0.1:4180';

/** A recorder of made-up exchanges. */
const recorder = () => {
  const exchanges: Exchange[] = [];
  const record = (from: Party, to: Party, method: string, path: string, status: number, bodies: string[] = []) => {
    const n = exchanges.length + 1;
    const [sent, answered] = bodies;
    exchanges.push({
      n,
      from,
      to,
      request: {
        method,
        url: `${to === 'brokerage' ? 'http://127.0.0.1:4190' : gateway}${path}`,
        headers: {
          accept: 'application/json',
          authorization: 'Bearer [token 4f1c]',
          ...(sent && {
            'content-type': sent.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
          }),
        },
        ...(sent && { body: sent }),
      },
      response: {
        status,
        headers: {
          date: 'Mon, 14 Sep 2026 13:30:00 GMT',
          'cache-control': 'no-store',
          'content-type': answered?.startsWith('<') ? 'text/html; charset=utf-8' : 'application/json',
        },
        ...(answered && { body: answered }),
      },
      ms: 1 + (n % 7),
    });
    return n;
  };
  return { exchanges, record };
};
type Recording = ReturnType<typeof recorder>['record'];

const call = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"ListPositions","arguments":{}}}';
const positions =
  '{"jsonrpc":"2.0","id":7,"result":{"structuredContent":{"positions":[{"symbol":"AAPL","qty":"10","avg_entry_price":"187.50","side":"long"}]}}}';

const evidence = (record: Recording, failed: boolean): number[] => [
  record('client', 'gateway', 'POST', '/oauth/token', failed ? 200 : 400, [
    'grant_type=authorization_code&code=%5Bcode%2091ab%5D&redirect_uri=http%3A%2F%2F127.0.0.1%3A33418%2Fcallback&code_verifier=%5Bverifier%20c2%5D',
    failed
      ? '{"access_token":"[token 77aa]","token_type":"Bearer","expires_in":3600}'
      : '{"error":"invalid_grant","error_description":"The code was used before."}',
  ]),
  record('client', 'gateway', 'POST', '/mcp', failed ? 200 : 401, [
    call,
    failed ? positions : '{"error":"invalid_token"}',
  ]),
];

const reasons: Partial<Record<Verdict, string>> = {
  blocked: 'Its control, tokens/accepts-its-own-audience, failed.',
  untestable: 'Needs the test hook `clock`, which the target does not list.',
  'not-applicable': 'Applies to profiles that register clients; static-client does not.',
  error: 'The verb `refresh` threw: Cannot read properties of undefined.',
};

const toCheck = (index: number, era: string, target: number, verdict: Verdict, record: Recording): CheckResult => {
  const words = sampleChecks[index % sampleChecks.length]!;
  const copy = Math.floor(index / sampleChecks.length);
  const exchanges =
    verdict === 'not-applicable' || verdict === 'untestable'
      ? []
      : evidence(record, verdict === 'fail' || verdict === 'warn');
  const judged = verdict === 'fail' || verdict === 'warn';
  return {
    id: copy === 0 ? words.id : `${words.id}-${copy}`,
    title: words.title,
    exercise: words.id.split('/')[0]!,
    level: words.level ?? 'MUST',
    era,
    target,
    verdict,
    clauses: words.clauses,
    ...(judged && {
      blame: words.blame ?? 'gateway',
      expected: words.expected,
      seen: words.seen,
      finding: exchanges[0],
    }),
    ...(reasons[verdict] && { reason: reasons[verdict] }),
    ...(verdict === 'error' && { blame: 'harness' as const }),
    ...(verdict === 'blocked' && { blockedBy: 'tokens/accepts-its-own-audience' }),
    remedy: words.remedy,
    durationMs: 4 + (index % 9),
    exchanges,
  };
};

const toStep = (index: number, says: string, verdict: StepResult['verdict'], record: Recording): StepResult => {
  if (verdict === 'not-run') return { says, verdict, story: [], exchanges: [] };
  const bad = verdict !== 'pass';
  const a = record(
    'client',
    'gateway',
    'GET',
    `/oauth/authorize?response_type=code&client_id=cursor&step=${index}`,
    302,
  );
  const b = record('gateway', 'brokerage', 'POST', '/oauth2/token', bad ? 400 : 200, [
    'grant_type=authorization_code&code=%5Bcode%2012%5D',
    bad ? '{"error":"redirect_uri_mismatch"}' : '{"access_token":"[token 55]"}',
  ]);
  return {
    says,
    verdict,
    ...(bad && {
      expected: 'stopped at the brokerage, on a page that says redirect_uri_mismatch',
      seen: 'the browser was redirected to http://127.0.0.1:4180/auth/callback/?error=redirect_uri_mismatch',
    }),
    story: [
      { who: 'human', what: 'presses Connect in Cursor and is sent to a browser' },
      { who: 'client', what: 'opens the authorization page of the gateway', exchange: a },
      { who: 'human', what: 'signs in as trader@example.com and allows the connection' },
      { who: 'gateway', what: 'redeems the code at the brokerage', exchange: b },
      {
        who: 'brokerage',
        what: bad ? 'refuses: the redirect URI is not the one on the key' : 'saw one sign-in, one consent and no order',
      },
    ],
    exchanges: [a, b],
  };
};

const toScenario = (
  index: number,
  era: string,
  target: number,
  verdict: Verdict,
  record: Recording,
): ScenarioResult => {
  const words = sampleJourneys[index % sampleJourneys.length]!;
  const breaks = verdict === 'fail' ? Math.min(1, words.steps.length - 1) : Number.POSITIVE_INFINITY;
  const runs = verdict === 'pass' || verdict === 'fail';
  const stepVerdict = (i: number): StepResult['verdict'] =>
    !runs || i > breaks ? 'not-run' : i === breaks ? 'fail' : 'pass';
  return {
    id: words.id,
    title: words.title,
    exercise: words.id.split('/')[0]!,
    era,
    target,
    verdict,
    guide: words.guide,
    ...(reasons[verdict] && { reason: reasons[verdict] }),
    ...(verdict === 'fail' && {
      blame: 'authorization-server' as const,
      remedy: 'Compare redirect URIs byte for byte and show the mismatch on a page of your own.',
    }),
    durationMs: 30 + index,
    steps: words.steps.map((says, i) => toStep(i, says, stepVerdict(i), record)),
  };
};

const build = (checks: number, verdictOf: (index: number, target: number) => Verdict, more: Partial<Run> = {}): Run => {
  const { exchanges, record } = recorder();
  const scenarioResults: ScenarioResult[] = [];
  const checkResults: CheckResult[] = [];
  for (const target of [0, 1])
    for (const era of eras) {
      sampleJourneys.forEach((_, i) => {
        scenarioResults.push(toScenario(i, era, target, onJourney(verdictOf(i, target)), record));
      });
      for (let i = 0; i < checks; i++) checkResults.push(toCheck(i, era, target, verdictOf(i, target), record));
    }
  return {
    schema: 'openbell.run/1',
    tool: { name: 'openbell', version: '0.1.0' },
    startedAt: '2026-09-14T13:30:00.000Z',
    durationMs: 2310,
    complete: true,
    targets: [
      { url: `${gateway}/mcp`, profile: 'static-client', eras },
      { url: 'http://127.0.0.1:4181/mcp', profile: 'dynamic-client', eras },
    ],
    summary: countVerdicts([...scenarioResults, ...checkResults]),
    checks: checkResults,
    scenarios: scenarioResults,
    exchanges,
    coverage: coverage(),
    ledger: [
      { action: 'clients registered', count: 6 },
      { action: 'tokens issued', count: 148 },
      { action: 'tokens revoked', count: 41 },
      { action: 'orders placed on a paper account', count: 12 },
    ],
    ...more,
  };
};

/** A journey is satisfied, broken, or does not apply; the rarer verdicts are shown on checks. */
const onJourney = (verdict: Verdict): Verdict =>
  ['fail', 'not-applicable', 'untestable'].includes(verdict) ? verdict : 'pass';

const coverage = (): Run['coverage'] => [
  ...sampleChecks.flatMap((check) =>
    check.clauses.map((id) => ({
      id,
      level: check.level ?? 'MUST',
      summary: `${check.title}, as the document words it.`,
      checks: [check.id],
    })),
  ),
  {
    id: 'mcp-2026-07-28/caching/private-not-shared',
    level: 'MUST NOT',
    summary: 'A private answer is not served to another user.',
    checks: [],
  },
  { id: 'rfc9700/state-invalidated', level: 'MUST', summary: 'State is invalid once it was used.', checks: [] },
];

/** Everything that applies passes. */
export const greenRun = (): Run =>
  build(sampleChecks.length, (i, target) => (target === 0 && i % 9 === 4 ? 'not-applicable' : 'pass'));

const mixed: Record<number, Verdict> = {
  0: 'fail',
  3: 'fail',
  5: 'blocked',
  7: 'warn',
  8: 'not-applicable',
  11: 'untestable',
  13: 'fail',
  14: 'error',
  17: 'blocked',
};

/** Every verdict, grouped causes, a target that lacks something. */
export const failingRun = (): Run => {
  const run = build(sampleChecks.length, (i, target) => (target === 1 && i > 5 ? 'pass' : (mixed[i] ?? 'pass')));
  run.targets[0]!.notOffered = ['dynamic client registration', 'a revocation endpoint'];
  run.exchanges[4] = { ...run.exchanges[4]!, response: undefined, failure: 'no answer within 10 s' };
  return run;
};

/** The failing run beside an earlier one, in which a check failed that passes now; another is not there any more. */
export const comparedRun = (): Run => {
  const [old, now] = [greenRun(), failingRun()];
  const passing = now.checks.filter(({ verdict }) => verdict === 'pass');
  const [mended, gone] = [passing[0]!, passing[1]!];
  old.checks = old.checks.map((check) =>
    check.id === mended.id ? { ...check, verdict: 'fail', expected: 'a refusal', seen: 'none' } : check,
  );
  now.checks = now.checks.filter(({ id }) => id !== gone.id);
  old.startedAt = '2026-09-01T08:00:00.000Z';
  return { ...now, summary: countVerdicts([...now.checks, ...now.scenarios]), against: againstOf(diffOf(old, now)) };
};

/** One URL in two eras as the runner writes it, a target for each, and without a profile. */
export const oneUrlRun = (): Run => {
  const run = failingRun();
  const own = <T extends { target: number; era: string }>(results: T[]) =>
    results.filter(({ target }) => target === 0).map((result) => ({ ...result, target: eras.indexOf(result.era) }));
  const [checks, scenarios] = [own(run.checks), own(run.scenarios)];
  const targets = eras.map((era) => ({ ...run.targets[0]!, profile: 'none', eras: [era] }));
  return { ...run, targets, checks, scenarios, summary: countVerdicts([...checks, ...scenarios]) };
};

/** Nothing failed, because nobody came that far: a sign-in that never ends blocks most of it. */
export const stoppedRun = (): Run => {
  const run = greenRun();
  for (const [i, check] of run.checks.entries()) {
    if (check.verdict !== 'pass' || i % 3 === 0) continue;
    const reason = 'could not connect: the flow stopped at the page “Sorry” (HTTP 200)';
    Object.assign(check, { verdict: 'blocked', blockedAt: 'sign-in', reason });
  }
  return { ...run, summary: countVerdicts([...run.checks, ...run.scenarios]) };
};

/** Nothing failed, because hardly anything could be looked at: somebody to sign in is missing. */
export const wantingRun = (): Run => {
  const run = greenRun();
  for (const [i, check] of run.checks.entries()) {
    if (check.verdict !== 'pass' || i % 5 === 0) continue;
    Object.assign(check, { verdict: 'untestable', missing: 'user', reason: 'needs a user in the configuration' });
  }
  for (const target of run.targets) target.facts = [{ fact: 'access tokens', is: 'opaque' }];
  const means = { user: { is: 'one user in the configuration', yaml: 'users:\n  - username: trader@example.com' } };
  return { ...run, means, summary: countVerdicts([...run.checks, ...run.scenarios]) };
};

/** The failing run with a first failure whose picture has all five parties: the test hooks were called too. */
export const hookedRun = (): Run => {
  const run = failingRun();
  const [journey, check] = [run.scenarios[0]!, run.checks.find(({ verdict }) => verdict === 'fail')!];
  const call = run.exchanges.find(({ n }) => n === check.exchanges[0])!;
  const hook = {
    ...call,
    from: 'harness' as const,
    request: { ...call.request, url: `${gateway}/_test/clock/advance` },
  };
  run.exchanges = run.exchanges.map((exchange) => (exchange.n === call.n ? hook : exchange));
  for (const step of journey.steps.filter(({ verdict }) => verdict !== 'not-run'))
    step.story.unshift({ who: 'harness', what: 'moves the clock', exchange: hook.n });
  return run;
};

/** `results` check results (at the least a thousand for measuring) with two exchanges each, and more for the journeys. */
export const bigRun = (results = 1000): Run => build(Math.ceil(results / 4), (i) => (i % 40 === 3 ? 'fail' : 'pass'));

/** The failing run with `payload` put at the end of every string that a report shows. */
export const hostileRun = (payload: string): Run => {
  const keep = new Set(['schema', 'verdict', 'from', 'to', 'who', 'level', 'startedAt', 'name', 'blame']);
  const poison = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return keep.has(key) ? value : value + payload;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
  };
  return poison(failingRun()) as Run;
};
