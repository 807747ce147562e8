import { randomBytes } from 'node:crypto';
import { createFormUserAgent } from '../browsers/form.ts';
import { isProfileId, PROFILES } from '../profiles/index.ts';
import { clientCenterAt } from '../stage/keys.ts';
import { patienceOf, REGISTRATIONS } from '../stage/patience.ts';
import type { TargetContext } from '../stage/target.ts';
import { createWorld } from '../stage/world.ts';
import type { Secrets } from '../vocabulary/secrets.ts';
import { emptySurvey } from '../vocabulary/survey.ts';
import { createHttp, type Pool } from '../wire/http.ts';
import { createRecorder } from '../wire/recorder.ts';
import { findHooks } from '../wire/test-hooks.ts';
import type { RunOptions, RunTarget } from './options.ts';

/** Asks a target what its hooks are and gathers what checks of it share, with an `earlier` era of the same URL, too. */
export async function prepare(
  options: RunOptions,
  target: RunTarget,
  pool: Pool,
  secrets: Secrets,
  earlier?: TargetContext,
): Promise<TargetContext> {
  secrets.note('access_token', options.readyToken);
  secrets.note('client_secret', options.mint?.clientSecret);
  for (const key of [options.partnerKeys?.whole, options.partnerKeys?.part, options.partnerKeys?.revoked])
    secrets.note('api_key', key);
  for (const value of Object.values(options.headers ?? {})) secrets.note('header', value);
  const probe = createHttp(createRecorder(), pool, () => 'harness');
  secrets.note('hooks_token', target.hooks?.token);
  const hookIndex = target.hooks ? await findHooks(probe, target.hooks) : undefined;
  const promised = target.profile ?? hookIndex?.profile;
  const most = options.registrations ?? REGISTRATIONS;
  const profile = isProfileId(promised) ? PROFILES[promised] : undefined;
  // Where hooks make keys nobody's list of them is filled by hand.
  const given = hookIndex?.hooks.includes('keys') ? undefined : options.clientCenter;
  const clientCenter = earlier?.clientCenter ?? (given && clientCenterAt(given.url, given.most));
  return {
    mcpUrl: target.url,
    era: target.era,
    eraIsAGuess: target.eraIsAGuess,
    profile,
    pool,
    secrets,
    hookAccess: hookIndex ? target.hooks : undefined,
    hookIndex,
    survey: { ...emptySurvey(), ...(profile && hookIndex ? { tools: profile.tools } : {}) },
    users: options.users ?? [],
    mint: options.mint,
    partnerKeys: options.partnerKeys,
    readyToken: options.readyToken,
    headers: options.headers,
    tools: options.tools,
    mayTrade: options.mayTrade,
    orders: earlier?.orders ?? leaveFor(options.maxOrders),
    signInOrigins: [...(options.signInOrigins ?? []), ...(clientCenter ? [new URL(clientCenter.url).origin] : [])],
    clientCenter,
    clients: options.clients ?? [],
    scopes: { ...profile?.scopes, ...options.scopes },
    createUserAgent: options.createUserAgent ?? createFormUserAgent,
    sharedClients: earlier?.sharedClients ?? new Map(),
    newcomers: [],
    regulars: [],
    lent: new Map(),
    shared: new Map(),
    registrations: hookIndex?.hooks.includes('reset') ? undefined : (earlier?.registrations ?? { left: most, most }),
    authMethod: earlier?.authMethod ?? {},
    registered: earlier?.registered ?? [],
    used: { seconds: 0, registered: 0, secondsWhenShared: 0 },
    sideEffects: new Map(),
    patience: earlier?.patience ?? patienceOf(options.patience),
    limits: earlier?.limits ?? new Map(),
    servedAt: earlier?.servedAt ?? new Map(),
    announced: earlier?.announced ?? new Map(),
    signal: options.signal,
    seed: options.seed ?? randomBytes(16).toString('hex'),
  };
}

const leaveFor = (most: number | undefined) => (most === undefined ? undefined : { left: most, most });

/** Registrations after which a target that can be reset is: the next check may need several. */
const MANY_REGISTRATIONS = 8;

/** Seconds that the clock may have moved before what others share is too old for them: a code lives for a minute. */
const LONG = 40;

/** Seconds after which the day itself is another: the market may be closed, and whoever was signed in is signed out. */
const A_MORNING = 2 * 3600;

/** Why a target is set back. */
export type Why = 'always' | 'counts' | 'used';

/**
 * Back to the seeded state, where the target has the hook and is no longer in it: a clock that moved far, or an hour's
 * worth of registrations. What was shared is gone then; `always` for a target that nobody knows, `counts` for what counts
 * from zero. A clock that moved less ends what it makes too old, and leaves people and clients as they are.
 */
export async function startOver(context: TargetContext, why: Why, settled: () => Promise<unknown>): Promise<void> {
  const { used, hookIndex } = context;
  if (!hookIndex?.hooks.includes('reset')) return;
  const most = why === 'counts' ? 1 : MANY_REGISTRATIONS;
  const isUsed = used.seconds >= A_MORNING || used.registered >= most;
  if (!isUsed && why !== 'always') {
    if (used.seconds - used.secondsWhenShared >= LONG) forgetWhatAges(context);
    return;
  }
  await settled();
  await createWorld(context, { id: 'reset' }, createRecorder()).hooks.reset();
  context.used = { seconds: 0, registered: 0, secondsWhenShared: 0 };
  context.sharedClients.clear();
  context.newcomers = [];
  context.regulars = [];
  context.limits.clear();
  forgetWhatAges(context);
}

/** Tokens and codes that were made for all. */
function forgetWhatAges(context: TargetContext): void {
  context.used.secondsWhenShared = context.used.seconds;
  context.lent.clear();
  context.shared.clear();
}
