import type { Human } from '../vocabulary/user-agent.ts';
import type { Goal } from './goal.ts';
import type { Shown } from './show.ts';

/** How often one page may come again before it is called a loop. */
const MOST_RETURNS = 3;

/** One visit: what its person has done so far. */
export interface Visit {
  human: Human;
  goal: Goal;
  /** How often they have answered a sign-in page, by origin and by what it asks for. */
  signIns: Map<string, number>;
  permissions: number;
  returns: Map<string, number>;
}

export const begin = (human: Human, goal: Goal): Visit => ({
  human,
  goal,
  signIns: new Map(),
  permissions: 0,
  returns: new Map(),
});

/** The same page with the same form again, whatever it counts. */
export function isLoop(visit: Visit, { page, document }: Shown): boolean {
  const { origin, pathname } = new URL(page.url);
  const fields = document.forms.map(({ types }) => Object.keys(types).join());
  const shown = [pathname, page.kind, page.title, document.text.slice(0, 500), ...fields].join(' ');
  const look = `${origin} ${shown.replace(/\d+/g, '#')}`;
  const times = (visit.returns.get(look) ?? 0) + 1;
  visit.returns.set(look, times);
  return times > MOST_RETURNS;
}
