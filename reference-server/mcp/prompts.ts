import type { Prompt } from '../profiles/prompt.ts';
import type { Talk } from '../tools/talk.ts';
import type { Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';
import { pageOf } from './pages.ts';
import { isOpenTo } from './resources.ts';
import { WrongParams } from './wrong-params.ts';

export function listPrompts(endpoint: Endpoint, call: Call, cursor?: string) {
  const open = (endpoint.context.profile.prompts ?? []).filter(({ scope }) => isOpenTo(endpoint, call, scope));
  const listed = open.map(({ name, title, description, arguments: args }) => ({
    name,
    title,
    description,
    arguments: args.map(({ complete: _, ...argument }) => argument),
  }));
  const { items: prompts, ...more } = pageOf(endpoint, call, 'prompts/list', listed, cursor);
  return { prompts, ...more };
}

export function promptOf({ context }: Endpoint, name: string): Prompt {
  const prompt = context.profile.prompts?.find((one) => one.name === name);
  if (!prompt) throw new WrongParams(`There is no prompt ${name}. prompts/list names those that there are.`);
  return prompt;
}

/** MCP, "Prompts": an unknown prompt and a missing argument are -32602. */
export async function getPrompt(
  endpoint: Endpoint,
  call: Call,
  talk: Talk,
  { name, arguments: args = {} }: { name: string; arguments?: Record<string, string> | undefined },
) {
  const prompt = promptOf(endpoint, name);
  const missing = prompt.arguments.filter((one) => one.required && !args[one.name]).map((one) => one.name);
  if (!endpoint.context.behaviours.requiredArgumentsAreGiven(missing)) {
    throw new WrongParams(`${name} needs ${missing.join(' and ')}.`);
  }
  return { description: prompt.description, messages: await prompt.messages(createDesk(endpoint, call), args, talk) };
}
