import {
  CallToolRequestSchema,
  CancelTaskRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  GetTaskPayloadRequestSchema,
  GetTaskRequestSchema,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Message } from './call.ts';

/** What requests take, by method: said here, because the SDKs would call a mistake an internal error. */
const taken = new Map([
  ['tools/call', { part: 'tools', schema: CallToolRequestSchema, words: 'a name and an object of arguments' }],
  ['resources/read', { part: 'resources', schema: ReadResourceRequestSchema, words: 'a uri' }],
  ['resources/subscribe', { part: 'resources', schema: SubscribeRequestSchema, words: 'a uri' }],
  ['resources/unsubscribe', { part: 'resources', schema: UnsubscribeRequestSchema, words: 'a uri' }],
  [
    'prompts/get',
    { part: 'prompts', schema: GetPromptRequestSchema, words: 'a name and an object of arguments, which are text' },
  ],
  [
    'completion/complete',
    { part: 'completions', schema: CompleteRequestSchema, words: 'a ref and an argument with name and value' },
  ],
  ['tasks/get', { part: 'tasks', schema: GetTaskRequestSchema, words: 'a taskId' }],
  ['tasks/result', { part: 'tasks', schema: GetTaskPayloadRequestSchema, words: 'a taskId' }],
  ['tasks/cancel', { part: 'tasks', schema: CancelTaskRequestSchema, words: 'a taskId' }],
  [
    'logging/setLevel',
    {
      part: 'logging',
      schema: SetLevelRequestSchema,
      words: 'a level: debug, info, notice, warning, error, critical, alert, emergency',
    },
  ],
]);

/** What is wrong with the parameters of a request, for -32602; undefined where nothing is, or it is not offered at all. */
export function paramsProblem(offered: object, message: Message): string | undefined {
  const rule = taken.get(message.method);
  if (!rule || !(rule.part in offered) || rule.schema.safeParse(message).success) return undefined;
  return `${message.method} takes ${rule.words}.`;
}

const ofSessions = ['resources/subscribe', 'resources/unsubscribe', 'logging/setLevel'];
const saidByTheSdk = ['tools/call'];

/** The same where there are no sessions, and what only these have is no method. */
export const paramsProblemWithoutSession = (offered: object, message: Message): string | undefined =>
  [...ofSessions, ...saidByTheSdk].includes(message.method) ? undefined : paramsProblem(offered, message);
