import type { Block, Message, Model } from './model.ts';

type Row = Record<string, unknown>;
type Script = readonly [RegExp, (found: RegExpExecArray) => { name: string; input: Row }];

/** What people ask first, and the call that answers it. */
const scripts: readonly Script[] = [
  [
    /\b(buy|sell) (\d+(?:\.\d+)?) (?:shares? (?:of )?)?\$?([a-z.]+)(?: at (\d+(?:\.\d+)?))?/i,
    ([, side = '', qty = '', symbol = '', price]) => ({
      name: 'create_order',
      input: {
        side: side.toLowerCase(),
        qty,
        symbol: symbol.toUpperCase(),
        ...(price && { type: 'limit', limit_price: price }),
      },
    }),
  ],
  [/\b(confirm|yes)\b/i, () => ({ name: 'confirm_trade', input: { confirmation_id: 'whatever was prepared' } })],
  [/\bpositions?\b/i, () => ({ name: 'list_positions', input: {} })],
  [/\bbuying power|balances?\b/i, () => ({ name: 'get_balances', input: {} })],
  [/\borders\b/i, () => ({ name: 'list_orders', input: { status: 'filled', limit: 10 } })],
  [/\baccounts?|brokers?\b/i, () => ({ name: 'list_accounts', input: {} })],
];

/** The fields of a row that are worth a line. */
const fields = ['side', 'qty', 'symbol', 'market_value', 'status', 'broker', 'account_number', 'cash', 'buying_power'];
const lineOf = (row: Row) =>
  fields.flatMap((field) => (row[field] == null ? [] : [`${field.replaceAll('_', ' ')} ${row[field]}`])).join(', ');

function inWords(content: string, failed: boolean): string {
  const data = JSON.parse(content) as Row;
  if (failed) return `That did not work: ${data.message}`;
  if ('summary' in data) return 'I have prepared that order. Nothing is sent until you say yes to it.';
  const rows = Object.values(data).find(Array.isArray) as Row[] | undefined;
  if (!rows) return content;
  return rows.length === 0 ? 'There is nothing.' : rows.map(lineOf).join('\n');
}

/** Plays a model without one: a few questions lead to tool calls, and their answers are read out. */
export const scriptedModel: Model = async (messages) => [answerTo(messages)];

function answerTo(messages: readonly Message[]): Block {
  const last = messages.at(-1)?.content.at(-1);
  if (last?.type === 'tool_result') return { type: 'text', text: inWords(last.content, last.is_error ?? false) };
  const asked = last?.type === 'text' ? last.text : '';
  for (const [pattern, call] of scripts) {
    const found = pattern.exec(asked);
    if (found) return { type: 'tool_use', id: `call-${messages.length}`, ...call(found) };
  }
  return { type: 'text', text: 'Ask for accounts, positions, buying power or the last orders, or: buy 1 AAPL.' };
}
