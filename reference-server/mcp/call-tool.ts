import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Talk } from '../tools/talk.ts';
import { BrokerRefusal, OutcomeUnknown, type Tool, ToolProblem } from '../tools/tool.ts';
import { BrokerUnreachable } from '../upstream/broker-api.ts';
import { problem } from './answer.ts';
import type { Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';
import { urisThatMayChange } from './resources.ts';
import { WrongParams } from './wrong-params.ts';

class UnknownTool extends WrongParams {
  constructor(name: string) {
    super(`Unknown tool: ${name}. tools/list names those that there are.`);
  }
}

/** Runs a tool for a caller who may call it. The one way in for both eras. */
export async function callTool(
  endpoint: Endpoint,
  call: Call,
  talk: Talk,
  { name, arguments: args }: { name: string; arguments?: unknown },
): Promise<CallToolResult> {
  const { behaviours } = endpoint.context;
  const tool = endpoint.registry.get(name)?.tool;
  if (tool === undefined) {
    if (behaviours.unknownToolIsAProtocolError(false)) throw new UnknownTool(name);
    return failure({ code: 'unknown_tool', message: `Unknown tool: ${name}.` });
  }
  const over = overTheWindow(endpoint, call, tool);
  if (over) return over;
  const given = args ?? {};
  const parsed = tool.input.safeParse(given);
  if (!behaviours.argumentsMatchSchema(parsed.success)) {
    return failure({ code: 'invalid_arguments', message: wordsFor(tool, parsed.error!) });
  }
  try {
    await endpoint.addon.requireFor(endpoint, call, tool);
    const output = await tool.call(createDesk(endpoint, call), (parsed.data ?? given) as Record<string, unknown>, talk);
    const { news } = endpoint;
    if (!tool.annotations.readOnlyHint) news.tell(call.access.grant.user.id, urisThatMayChange(endpoint, call));
    return success(endpoint, tool, output);
  } catch (error) {
    return failureOf(endpoint, error);
  }
}

/** CN-8, where calls are limited by the minute. */
function overTheWindow({ context, windows }: Endpoint, call: Call, tool: Tool): CallToolResult | undefined {
  const { profile, behaviours } = context;
  if (!profile.features.includes('call-windows')) return undefined;
  const over = windows.take(call.countsFor ?? call.access.grant.user.id, tool.scope === profile.tradeScope);
  if (!over) return undefined;
  const { limit, trades, retryAfter } = over;
  const which = trades ? `${limit} calls a minute of tools that trade` : `${limit} calls a minute over all tools`;
  const message = `Too many calls: a user has ${which}. Try again in ${retryAfter} s.`;
  if (behaviours.overTheWindowIsAToolError()) {
    return failure({ code: 'rate_limit_exceeded', message, retry_after_seconds: retryAfter });
  }
  call.problem = problem(behaviours.overTheLimitIs429(), 'rate_limit_exceeded', message);
  return failure({ code: 'rate_limit_exceeded', message });
}

function success({ context }: Endpoint, tool: Tool, output: unknown): CallToolResult {
  if (!tool.output) return output as CallToolResult;
  const structuredContent = tool.output.parse(output);
  const text = context.behaviours.textAgreesWithStructure(JSON.stringify(structuredContent));
  return { content: [{ type: 'text', text }], structuredContent };
}

function failureOf({ context: { behaviours } }: Endpoint, error: unknown): CallToolResult {
  if (error instanceof ToolProblem) return failure({ code: error.code, message: error.message });
  if (error instanceof OutcomeUnknown) {
    return failure({ code: 'outcome_unknown', message: error.message, client_order_id: error.clientOrderId });
  }
  if (error instanceof BrokerRefusal) {
    if (!behaviours.brokerErrorIsAToolError()) throw new Error('Internal error');
    return failure({ status: error.status, code: behaviours.brokerCodeIsPassedOn(error.code), message: error.message });
  }
  if (error instanceof BrokerUnreachable) return failure({ code: 'broker_unreachable', message: error.message });
  if (!(error instanceof z.ZodError)) throw error;
  return failure({
    code: 'unexpected_answer',
    message: 'The brokerage answered in a form that this tool does not know.',
  });
}

/** A tool error that the model can read: one JSON object as text. */
function failure(error: {
  code: number | string | undefined;
  message: string;
  [detail: string]: unknown;
}): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error }) }], isError: true };
}

function wordsFor(tool: Tool, error: z.ZodError): string {
  const issues = error.issues.map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message));
  return `${tool.name} cannot be called like this. ${issues.join('; ')}. Its inputSchema says what would be right.`;
}
