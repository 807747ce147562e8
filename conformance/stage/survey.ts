import { Violation } from '../vocabulary/expect.ts';
import { OFFERS } from '../vocabulary/features.ts';
import { emptySurvey, type Fact, type Survey } from '../vocabulary/survey.ts';
import { createRecorder } from '../wire/recorder.ts';
import { limitWords } from './limits.ts';
import type { Look } from './look.ts';
import { firstConnection, lookAtToken, lookWithoutToken } from './look-at-access.ts';
import { lookAtSessions, lookAtStreams, lookAtTools, settleEras } from './look-at-mcp.ts';
import type { TargetContext } from './target.ts';
import { createWorld } from './world.ts';

/** How far a survey goes. */
export interface SurveyOptions {
  /**
   * `no` for what can be seen without a token; `ready` for a token that is at hand already; `yes` to sign in, where
   * somebody can, and else to see whether anybody is asked at all.
   */
  signsIn: 'no' | 'ready' | 'yes';
  /** Calls tools that only read, to see which are served. */
  calls: boolean;
  /** What was found in another revision at the same URL. */
  earlier?: Survey | undefined;
  /** Is told each fact as soon as it is known, the tools before any of them is called. */
  tell?(fact: Fact): void;
}

/** Finds out the facts of a target before anything is graded, and keeps them on it. Never throws for what it meets. */
export async function survey(target: TargetContext, options: SurveyOptions): Promise<void> {
  const { earlier, tell } = options;
  const { tools } = target.survey;
  target.survey = { ...(earlier ? carriedOver(earlier) : emptySurvey()), ...(tools ? { tools } : {}) };
  const found = target.survey;
  const world = createWorld(target, { id: 'survey' }, createRecorder());
  const look: Look = {
    target,
    world,
    survey: found,
    learn(fact, words) {
      const is = onOneLine(words);
      const known = found.facts.find((one) => one.fact === fact);
      if (known?.is === is) return;
      if (known) known.is = is;
      else found.facts.push({ fact, is });
      tell?.({ fact, is });
    },
    lacks: (offer, because = `the target does not offer ${OFFERS[offer]}`) => found.lacks.set(offer, because),
  };
  /** What stands in the way of one look stands in the way of that one alone. */
  const unlessItFails = (fact: string, work: Promise<void>) =>
    work.catch((error: unknown) => look.learn(fact, `unknown: ${wordsOf(error)}`));
  try {
    await unlessItFails('authorization', lookWithoutToken(look));
    const connection = await firstConnection(look, options.signsIn);
    if (!connection) return tellWhatIsUnknown(look, options.signsIn);
    if (!found.eras) await unlessItFails('revisions of MCP', settleEras(look, connection));
    await unlessItFails('access tokens', lookAtToken(look, connection));
    const limits = [...target.announced].map(([url, limit]) => limitWords(url, limit));
    if (limits.length > 0) look.learn('limits', limits.join('; '));
    if (found.eras && !found.eras.includes(target.era)) return;
    await unlessItFails('sessions', lookAtSessions(look, connection));
    await unlessItFails('streams', lookAtStreams(look, connection));
    await unlessItFails('tools', lookAtTools(look, connection, options.calls));
  } finally {
    await world.leave();
  }
}

/** What holds for a URL, whatever revision is spoken. */
function carriedOver({
  lacks,
  eras,
  facts,
  accounts,
  managesClients,
  asksNobody,
  nobodyGetsIn,
  brokerage,
}: Survey): Survey {
  const ofTheUrl = [...lacks].filter(([offer]) => offer !== 'sessions' && offer !== 'streams');
  return {
    lacks: new Map(ofTheUrl),
    accounts: new Map(accounts),
    facts: facts.map((fact) => ({ ...fact })),
    ...(eras ? { eras } : {}),
    ...(managesClients === undefined ? {} : { managesClients }),
    ...(asksNobody ? { asksNobody } : {}),
    ...(nobodyGetsIn ? { nobodyGetsIn } : {}),
    ...(brokerage ? { brokerage } : {}),
  };
}

/** The most characters of a fact: some of its words are the target's. */
const LONGEST = 300;
const onOneLine = (words: string): string => {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

const wordsOf = (error: unknown): string =>
  error instanceof Violation ? `expected ${error.expected}, seen ${error.seen}` : (error as Error).message;

const UNKNOWN = 'unknown until a token';

function tellWhatIsUnknown({ target, learn }: Look, signsIn: SurveyOptions['signsIn']): void {
  // Test hooks have told what it is.
  if (target.survey.tools) {
    learn('profile', `${target.profile?.id}, by its test hooks`);
    return;
  }
  const hasClients = target.clients.length > 0 || !target.survey.lacks.has('registration');
  const lacking = target.users.length > 0 ? undefined : hasClients ? 'a user' : 'a Client ID first';
  const because = signsIn === 'yes' && lacking ? `${UNKNOWN}, and that needs ${lacking}` : UNKNOWN;
  for (const fact of ['revisions of MCP', 'access tokens', 'sessions', 'streams', 'tools']) learn(fact, because);
}
