import { clauseIn, coverage } from '../clauses/clauses.ts';
import type { CheckResult, Exchange, Run, ScenarioResult, StepResult, Summary, Verdict } from '../run/model.ts';
import type { TargetContext } from '../stage/target.ts';
import type { Offer } from '../vocabulary/features.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import type { Recorder } from '../wire/recorder.ts';
import type { GradedCheck } from './grade-check.ts';
import type { GradedScenario } from './grade-scenario.ts';
import { notOffered } from './offers.ts';
import type { RunOptions } from './options.ts';

/** Everything that grading one target gave. */
export interface TargetResults {
  context: TargetContext;
  offers: ReadonlySet<Offer>;
  checks: GradedCheck[];
  scenarios: GradedScenario[];
}

const exerciseOf = (id: string): string => id.split('/')[0] ?? id;
/** Headers that say nothing about the target and differ from run to run. */
const noise = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'etag']);
/**
 * The most characters of a body that a report keeps, of what went well and of what did not. Secrets are looked for in
 * what is read, before it is cut: a token cut in two would not be known for one.
 */
const LONGEST_BODY = { fine: 700, found: 8_000, read: 100_000 };

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length - most} characters more)` : text;
}
const round = (ms: number): number => Math.round(ms * 10) / 10;

/**
 * What a check saw means nothing unless its control came out satisfied: it counts as blocked where the control failed,
 * and as untestable where nobody could look at the control. `earlier` are those that were graded on the same URL
 * before, in another era.
 */
export function block(graded: GradedCheck[], earlier: readonly GradedCheck[] = []): void {
  const byId = new Map([...earlier, ...graded].map((one) => [one.check.id, one]));
  const controlsOf = (one: GradedCheck) => one.check.dependsOn?.flatMap((id) => byId.get(id) ?? []) ?? [];
  /** Where it began: a control of a control, if need be. */
  const culprits = (one: GradedCheck): GradedCheck[] =>
    controlsOf(one).flatMap((control) => {
      const deeper = culprits(control);
      return deeper.length > 0 || control.outcome === 'satisfied' ? deeper : [control];
    });
  const isUnseen = ({ outcome }: GradedCheck) => outcome === 'untestable' || outcome === 'not-applicable';
  const found = graded.filter((one) => !isUnseen(one)).map((one) => ({ one, controls: culprits(one) }));
  const moves = found.flatMap(({ one, controls }) => {
    const failed = controls.find((control) => !isUnseen(control));
    const control = failed ?? controls[0];
    return control ? [{ one, control, failed: failed !== undefined, verdict: control.verdict }] : [];
  });
  for (const { one, control, failed, verdict } of moves) {
    one.outcome = failed ? 'control-failed' : 'untestable';
    one.verdict = failed ? 'blocked' : 'untestable';
    one.reason = failed
      ? `its positive control ${control.check.id} came out ${verdict}`
      : `its positive control ${control.check.id} could not be looked at: ${control.reason ?? verdict}`;
    if (failed) one.blockedBy = control.check.id;
  }
}

/** Longer texts are not worth remembering. */
const SHORT = 300;

/** Redacts secrets and puts aliases for origins; short texts, which repeat a lot, are cleaned once. */
function createCleaner(options: RunOptions, secrets: Secrets) {
  const aliases = new Map<string, string>();
  for (const [origin, alias] of Object.entries(options.aliases ?? {})) {
    aliases.set(origin, alias);
    aliases.set(encodeURIComponent(origin), encodeURIComponent(alias));
    // A redirect carries a URL whose parameter is a URL: encoded twice.
    aliases.set(encodeURIComponent(encodeURIComponent(origin)), encodeURIComponent(encodeURIComponent(alias)));
    const [host, aliasHost] = [new URL(origin).host, new URL(alias).host];
    aliases.set(host, aliasHost);
    aliases.set(encodeURIComponent(host), encodeURIComponent(aliasHost));
  }
  const longestFirst = [...aliases.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&'));
  const named = escaped.length > 0 ? new RegExp(escaped.join('|'), 'g') : undefined;
  const clean = (text: string): string => {
    const redacted = secrets.redact(text);
    return named ? redacted.replace(named, (match) => aliases.get(match) ?? match) : redacted;
  };
  const known = new Map<string, string>();
  return (text: string): string => {
    if (text.length > SHORT) return clean(text);
    const cleaned = known.get(text) ?? clean(text);
    known.set(text, cleaned);
    return cleaned;
  };
}

type Clean = (text: string) => string;

/** What `Set-Cookie` says besides the cookie itself. */
const cookieAttribute = /^(expires|max-age|domain|path|samesite|priority)$/i;

/** Whoever holds a cookie is signed in: its value is a secret, whoever gave it. */
const hideCookies = (header: string, hide: Secrets['label']): string =>
  header.replace(/([^\s=;,]+)=([^\s;,]+)/g, (whole, name, value) =>
    cookieAttribute.test(name) ? whole : `${name}=${hide('cookie', value)}`,
  );

function cleanHeaders(headers: Record<string, string>, clean: Clean, hide: Secrets['label']): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !noise.has(name.toLowerCase()));
  return Object.fromEntries(
    shown.map(([name, value]) => {
      const authorization = /^(Basic|Bearer)\s+(.*)$/i.exec(value);
      if (name.toLowerCase() === 'authorization' && authorization) {
        const label = clean(authorization[2]!);
        return [name, `${authorization[1]} ${label === authorization[2] ? '«credentials»' : label}`];
      }
      if (/^(set-)?cookie$/i.test(name)) return [name, hideCookies(value, hide)];
      if (/^(apca-api-secret-key|x-api-key)$/i.test(name)) return [name, '«secret»'];
      return [name, clean(value)];
    }),
  );
}

function cleanExchange(exchange: Exchange, n: number, most: number, clean: Clean, hide: Secrets['label']): Exchange {
  const { request, response, failure } = exchange;
  const body = (text: string | undefined) =>
    text === undefined ? {} : { body: shorten(clean(shorten(text, LONGEST_BODY.read)), most) };
  return {
    n,
    from: exchange.from,
    to: exchange.to,
    request: {
      method: request.method,
      url: clean(request.url),
      headers: cleanHeaders(request.headers, clean, hide),
      ...body(request.body),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: cleanHeaders(response.headers, clean, hide),
            ...body(response.body),
          },
        }
      : {}),
    ...(failure ? { failure: clean(failure) } : {}),
    ms: round(exchange.ms),
  };
}

function cleanStep(step: StepResult, offset: number, clean: Clean): StepResult {
  return {
    ...step,
    says: clean(step.says),
    ...(step.expected === undefined ? {} : { expected: clean(step.expected) }),
    ...(step.seen === undefined ? {} : { seen: clean(step.seen) }),
    story: step.story.map((line) => ({
      ...line,
      what: clean(line.what),
      ...(line.exchange ? { exchange: line.exchange + offset } : {}),
    })),
    exchanges: step.exchanges.map((n) => n + offset),
  };
}

const keys: Record<Verdict, keyof Summary> = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  blocked: 'blocked',
  untestable: 'untestable',
  'not-applicable': 'notApplicable',
  error: 'error',
};

/** Counts of checks and scenarios by verdict. */
export function summarise(verdicts: readonly Verdict[]): Summary {
  const summary: Summary = { pass: 0, fail: 0, warn: 0, blocked: 0, untestable: 0, notApplicable: 0, error: 0 };
  for (const verdict of verdicts) summary[keys[verdict]]++;
  return summary;
}

/** Puts the results of all targets into one run: exchanges numbered through, secrets replaced. */
export function assemble(options: RunOptions, results: TargetResults[], secrets: Secrets, ms: number): Run {
  const clean = createCleaner(options, secrets);
  const exchanges: Exchange[] = [];
  /** Takes the exchanges over, which leaves the recorder empty: a run of thousands is not kept twice. */
  const adopt = (recorder: Recorder, verdict: Verdict): { offset: number; numbers: number[] } => {
    const offset = exchanges.length;
    const most = verdict === 'pass' ? LONGEST_BODY.fine : LONGEST_BODY.found;
    const raw = recorder.exchanges.splice(0);
    for (const one of raw) exchanges.push(cleanExchange(one, offset + one.n, most, clean, secrets.label));
    return { offset, numbers: raw.map(({ n }) => n + offset) };
  };
  const optional = (values: Record<string, string | undefined>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, clean(value)]])),
    );

  const checks: CheckResult[] = [];
  const scenarios: ScenarioResult[] = [];
  for (const [target, result] of results.entries()) {
    const { mcpUrl } = result.context;
    block(result.checks, results.find((other) => other.context.mcpUrl === mcpUrl)?.checks);
    for (const {
      check,
      standing,
      verdict,
      recorder,
      finding,
      expected,
      seen,
      reason,
      blockedBy,
      ms: took,
    } of result.checks) {
      const { offset, numbers } = adopt(recorder, verdict);
      checks.push({
        id: check.id,
        title: check.title,
        exercise: exerciseOf(check.id),
        level: standing.level,
        era: result.context.era,
        target,
        verdict,
        clauses: check.clauses.map((id) => clauseIn(id, result.context.era)?.id ?? id),
        ...(verdict === 'fail' || verdict === 'warn' ? { blame: check.blame ?? 'gateway' } : {}),
        ...(blockedBy ? { blockedBy } : {}),
        ...optional({ expected, seen, reason }),
        remedy: check.remedy,
        durationMs: round(took),
        exchanges: numbers,
        ...(finding ? { finding: finding + offset } : {}),
      });
    }
    for (const graded of result.scenarios) {
      const { offset } = adopt(graded.recorder, graded.verdict);
      scenarios.push({
        id: graded.scenario.id,
        title: graded.scenario.title,
        exercise: exerciseOf(graded.scenario.id),
        era: result.context.era,
        target,
        verdict: graded.verdict,
        guide: graded.scenario.guide,
        ...(graded.verdict === 'fail' ? { blame: 'gateway' as const } : {}),
        ...optional({ reason: graded.reason, remedy: graded.scenario.remedy }),
        durationMs: round(graded.ms),
        steps: graded.steps.map((step) => cleanStep(step, offset, clean)),
      });
    }
  }
  const ledger = new Map<string, number>();
  for (const { context } of results)
    for (const [action, count] of context.sideEffects) ledger.set(action, (ledger.get(action) ?? 0) + count);
  const aborted = options.signal?.aborted ?? false;
  return {
    schema: 'openbell.run/1',
    tool: { name: 'openbell', version: options.version },
    startedAt: options.startedAt,
    durationMs: Math.round(ms),
    complete: !aborted,
    ...(aborted ? { incompleteBecause: 'the run was interrupted' } : {}),
    targets: results.map(({ context, offers }) => ({
      url: clean(context.mcpUrl),
      profile: context.profile?.id ?? 'none',
      eras: [context.era],
      notOffered: notOffered(offers, context),
    })),
    summary: summarise([...checks, ...scenarios].map((one) => one.verdict)),
    checks,
    scenarios,
    exchanges,
    coverage: coverage(options.checks),
    ledger: [...ledger].map(([action, count]) => ({ action, count })),
  };
}
