import { profiles } from '../profiles/index.ts';
import type { Annotations, Tool } from './tool.ts';

/** The text of `docs/tools.md`: every tool of every profile, from the declarations that the gateway serves. */
export function toolsDocument(): string {
  const sections = Object.values(profiles).map(
    ({ id, title, aboutTools, tools }) => `## ${id}\n${title}. ${aboutTools}\n\n${table(tools)}`,
  );
  return `${heading}\n${sections.join('\n\n')}\n\n${rules}`;
}

const heading = `# Tools

Generated from the declarations in \`reference-server/profiles/\`; \`npx vitest run reference-server/tools --update\` writes it anew.
Both eras of MCP serve the same list. A hint that a row does not name is false.
`;

const rules = `## What holds for all of them
- Arguments are checked against the input schema; what does not fit is a tool error that says what would.
- Money and quantities are decimal strings. A result is \`structuredContent\` that fits the output schema, and the same as JSON text.
- What the brokerage refuses is a tool error: \`{"error": {"status", "code", "message"}}\`, with the brokerage's HTTP status and code.
- Every order has a \`client_order_id\`. If its answer is lost, the tool error has the code \`outcome_unknown\` and names the
  \`client_order_id\` to look for; the gateway never sends an order twice.
- HTTP, not the tool result, says: 401 (token), 403 \`insufficient_scope\`, 403 \`subscription_required\`, 408 \`addon_disconnected\`, 429.
- \`tools/call\` is limited for each user; the products document no limit, so 180 a minute and 20 at once are our choice.
  One that documents a limit by the minute tells it as the tool error \`rate_limit_exceeded\`, with \`retry_after_seconds\`, and not as 429; a call that was refused does not count.
`;

function table(tools: readonly Tool[]): string {
  const rows = tools.map(({ name, scope, annotations, brokerCall, title }) =>
    row([`\`${name}\``, title, `\`${scope}\``, hints(annotations), `\`${brokerCall}\``]),
  );
  return [row(['tool', 'what', 'scope', 'hints', 'broker call']), row(Array(5).fill('---')), ...rows].join('\n');
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;

function hints(annotations: Annotations): string {
  const named = Object.entries(annotations).filter(([, value]) => value);
  return named.map(([name]) => name.replace('Hint', '')).join(', ') || '—';
}
