import type { Configurations } from '../book/events.ts';
import { booleanOf, choiceOf, objectOf } from '../book/request.ts';
import { refusal } from '../errors.ts';
import { toNewYork } from '../market/new-york.ts';
import { type Answer, type Call, ok, queryChoice, queryCount, queryDate, queryInstant, queryText } from './call.ts';
import { renderAccount, renderConfigurations } from './render.ts';
import { renderActivity } from './render-activity.ts';

export const getAccount = (call: Call): Answer => ok(renderAccount(call.book, call.account));

export const getConfigurations = (call: Call): Answer => ok(renderConfigurations(call.book, call.account));

const switches = [
  'no_shorting',
  'suspend_trade',
  'fractional_trading',
  'disable_overnight_trading',
  'ptp_no_exception_entry',
] as const;
const choices = {
  max_margin_multiplier: ['1', '2', '4'],
  trade_confirm_email: ['all', 'none'],
  dtbp_check: ['entry', 'exit', 'both'],
  pdt_check: ['entry', 'exit', 'both'],
} as const;
const known = new Set<string>([...switches, ...Object.keys(choices), 'max_options_trading_level']);

function levelOf(value: unknown): 0 | 1 | 2 | 3 | undefined {
  if (value === undefined || value === null) return undefined;
  if (![0, 1, 2, 3].includes(value as number)) {
    throw refusal('unprocessable', 'max_options_trading_level must be 0, 1, 2 or 3');
  }
  return value as 0 | 1 | 2 | 3;
}

function readConfigurations(value: unknown): Partial<Configurations> {
  const body = objectOf(value, known);
  const given: [string, unknown][] = [
    ...switches.map((name) => [name, booleanOf(body, name)] as [string, unknown]),
    ...Object.entries(choices).map(([name, some]) => [name, choiceOf(body, name, some)] as [string, unknown]),
    ['max_options_trading_level', levelOf(body.max_options_trading_level)],
  ];
  return Object.fromEntries(given.filter(([, one]) => one !== null && one !== undefined));
}

/** `PATCH /v2/account/configurations`: what is left out stays. */
export function patchConfigurations(call: Call): Answer {
  const configurations = readConfigurations(call.body);
  call.book.emit({ type: 'account_configured', account: call.account.id, configurations, at: call.book.now() });
  return getConfigurations(call);
}

/** The types asked for: by name, or by category; undefined for all. */
function typesOf(call: Call): readonly string[] | undefined {
  const named = (call.params.type ?? queryText(call, 'activity_types'))?.split(',');
  const category = queryText(call, 'category');
  if (category === undefined) return named;
  if (named) throw refusal('unprocessable', 'category cannot be combined with activity types');
  const trades = queryChoice(call, 'category', ['trade_activity', 'non_trade_activity']) === 'trade_activity';
  return trades ? ['FILL'] : ['JNLC', 'JNLS'];
}

/** Latest first; `page_token` is the id of the last row seen. */
export function listActivities(call: Call): Answer {
  const wanted = typesOf(call);
  const ascending = queryChoice(call, 'direction', ['desc', 'asc']) === 'asc';
  const after = queryInstant(call, 'after');
  const until = queryInstant(call, 'until');
  const date = queryDate(call, 'date');
  const token = queryText(call, 'page_token');
  const size = queryCount(call, 'page_size', 100, 100);
  const rows = call.account.activities
    .filter(
      (one) =>
        (wanted === undefined || wanted.includes(one.type)) &&
        (after === undefined || one.at > after) &&
        (until === undefined || one.at < until) &&
        (date === undefined || toNewYork(one.at).date === date),
    )
    .map((one) => renderActivity(call.book, one));
  if (!ascending) rows.reverse();
  const start = token === undefined ? 0 : rows.findIndex((row) => row.id === token) + 1;
  if (token !== undefined && start === 0) throw refusal('unprocessable', 'page_token is not the id of an activity');
  return ok(rows.slice(start, start + size));
}
