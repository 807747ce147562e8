import type { Answer } from '../vocabulary/answer.ts';
import { Untestable } from '../vocabulary/expect.ts';
import type { Http, Outgoing } from '../vocabulary/http.ts';
import type { Hooks } from '../vocabulary/test-hooks.ts';
import { type AnnouncedLimit, announcedLimit, roomAgain } from '../wire/announced-limit.ts';
import type { Limit } from './allowances.ts';
import { pause } from './patience.ts';
import type { TargetContext } from './target.ts';
import { refusalIn } from './windows.ts';

// A 429 that nobody looks at is in the way: it is waited out, as long as it says, and where that is too long nobody
// runs into it again.

/** How often one request is sent again, how far, in seconds, a clock is moved on for it, and how long nothing was said to mean. */
const MOST_TIMES = 3;
const MOST_MOVED = 15;
const NOT_SAID = 2;
/** So many seconds, waited as told and in vain, are not waited twice. */
const LONG_WAIT = 20;

/** Seconds for which a limit counts that does not end when it said. */
const FOR_LONG = 900;

type Refusal = Pick<Answer, 'headers'>;

/** Where a limit counts: a URL without its query, and whoever asks there by a token. */
export const placeOf = (url: string, headers: Record<string, string> = {}): string =>
  `${url.split(/[?#]/)[0]} ${headers.authorization ?? ''}`;

const tooLong = ({ words }: Limit): Untestable => new Untestable(words, 'patience');

const TOO_LONG = 'and a run does not wait as long';
const IN_VAIN = 'which was waited for in vain';
const ENOUGH = 'and the run has waited for as long as it may';

/** `90 seconds`, `15 minutes`: enough to choose a --patience by. */
const time = (seconds: number): string => {
  const [count, unit] = seconds > 90 ? [Math.ceil(seconds / 60), 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** A limit as its server announces it: `50 requests in 15 minutes at /token`. */
export const limitWords = (url: string, { requests, seconds }: AnnouncedLimit): string =>
  `${requests} requests${seconds ? ` in ${time(seconds)}` : ''} at ${new URL(url).pathname}`;

function remember(
  { limits, announced }: TargetContext,
  place: string,
  seconds: number,
  why: string,
  until = seconds,
): Untestable {
  const [url = ''] = place.split(' ');
  const known = announced.get(url);
  const takes = known ? `takes ${limitWords(url, known)}` : `limits requests at ${new URL(url).pathname}`;
  const limit = {
    until: performance.now() + until * 1000,
    words: `the target ${takes}; there is room again in ${time(seconds)}, ${why}`,
  };
  limits.set(place, limit);
  return tooLong(limit);
}

const urlIn = (place: string): string => place.split(' ')[0]!;
const PROVING = ['GET', 'POST'];

/** A limit that does not end when it said, for the second of those who ask there by a token: it is nobody's own. */
function noteEndless({ limits }: TargetContext, place: string): void {
  const url = urlIn(place);
  const others = [...limits].filter(([known]) => urlIn(known) === url && known !== place && known !== url);
  const limit = others[0]?.[1];
  if (limit) limits.set(url, { ...limit, until: performance.now() + FOR_LONG * 1000 });
}

/** Whether there was room while this one waited, so many seconds, and those that are graded beside it came first. */
const wasTakenByOthers = ({ servedAt }: TargetContext, place: string, waited: number): boolean =>
  waited < LONG_WAIT && (servedAt.get(place) ?? 0) > performance.now() - waited * 1000;

/** `Untestable` where a limit is known to bind at this place for longer than a run waits. */
export function assertRoom({ limits }: TargetContext, place: string): void {
  for (const known of [limits.get(place), limits.get(urlIn(place))])
    if (known && performance.now() < known.until) throw tooLong(known);
}

/** Waits until there is room again, and moves a clock on that hooks can move; `Untestable` where that takes too long. */
export async function makeRoom(
  target: TargetContext,
  hooks: Hooks,
  place: string,
  refusal: Refusal,
  times = 0,
  wait = pause,
): Promise<void> {
  const { patience } = target;
  const seconds = Math.max(1, roomAgain(refusal) ?? NOT_SAID);
  const isOthers = !hooks.has('clock') && wasTakenByOthers(target, place, seconds * times);
  const isEndless = (times >= MOST_TIMES && !isOthers) || (times > 0 && seconds >= LONG_WAIT);
  if (isEndless) noteEndless(target, place);
  if (isEndless) throw remember(target, place, seconds, IN_VAIN, Math.max(seconds, FOR_LONG));
  if (hooks.has('clock')) {
    if (seconds > MOST_MOVED) throw remember(target, place, seconds, TOO_LONG, 0);
    return hooks.advance(seconds);
  }
  const isProven = PROVING.some((method) => target.pool.breaker.hasServed(`${method} ${urlIn(place)}`));
  const most = Math.min(patience.atOnce, patience.left, isProven ? Number.POSITIVE_INFINITY : patience.unproven);
  if (seconds > most) throw remember(target, place, seconds, seconds > patience.atOnce ? TOO_LONG : ENOUGH);
  patience.left -= seconds;
  if (!isProven) patience.unproven -= seconds;
  await wait(target, seconds);
}

/** Sends what was answered with 429 again, once there is room. What a browser sends is looked at where it came to. */
export function patientHttp(http: Http, target: TargetContext, hooks: Hooks, wait = pause): Http {
  async function again<T>(
    outgoing: Outgoing,
    send: () => Promise<T>,
    answerIn: (got: T) => Answer,
    leave?: (got: T) => void,
  ) {
    const place = placeOf(outgoing.url, outgoing.headers);
    // A clock that is moved for one of several at once is moved for all, as often as chance has it.
    if (outgoing.from === 'human' || (outgoing.isRaced && hooks.has('clock'))) return send();
    assertRoom(target, place);
    let got = await send();
    const limit = announcedLimit(answerIn(got));
    if (limit) target.announced.set(placeOf(outgoing.url).trim(), limit);
    const refusal = () => (answerIn(got).status === 429 ? answerIn(got) : refusalIn(answerIn(got)));
    for (let times = 0, refused = refusal(); refused; times++, refused = refusal()) {
      leave?.(got);
      await makeRoom(target, hooks, place, refused, times, wait);
      got = await send();
    }
    target.servedAt.set(place, performance.now());
    return got;
  }
  const patient: Http = {
    send: (outgoing) =>
      again(
        outgoing,
        () => http.send(outgoing),
        (answer) => answer,
      ),
    get: (url, headers) => patient.send({ url, ...(headers ? { headers } : {}) }),
    open: (outgoing) =>
      again(
        outgoing,
        () => http.open(outgoing),
        ({ answer }) => answer,
        ({ close }) => close(),
      ),
  };
  return patient;
}
