import type { Complete } from '../profiles/prompt.ts';
import type { Call, Endpoint } from './call.ts';
import { createDesk } from './desk.ts';
import { promptOf } from './prompts.ts';
import { isOpenTo } from './resources.ts';
import { WrongParams } from './wrong-params.ts';

/** MCP, "Completion": so many at most. */
const mostValues = 100;

export interface CompleteParams {
  ref: { type: string; name?: unknown; uri?: unknown };
  argument: { name: string; value: string };
}

/** `completion/complete`: what an argument of a prompt or a variable of a template could go on as. */
export async function complete(endpoint: Endpoint, call: Call, { ref, argument }: CompleteParams) {
  const { scope, values } = completerOf(endpoint, ref, argument.name);
  const all = values && isOpenTo(endpoint, call, scope) ? await values(createDesk(endpoint, call)) : [];
  const fitting = all.filter((value) => value.toLowerCase().startsWith(argument.value.toLowerCase()));
  const shown = endpoint.context.behaviours.completionIsWithinTheLimit(fitting, mostValues);
  return { completion: { values: [...shown], total: fitting.length, hasMore: shown.length < fitting.length } };
}

function completerOf(
  endpoint: Endpoint,
  ref: CompleteParams['ref'],
  name: string,
): { scope: string | undefined; values: Complete | undefined } {
  if (ref.type === 'ref/prompt') {
    const prompt = promptOf(endpoint, String(ref.name));
    const argument = prompt.arguments.find((one) => one.name === name);
    if (!argument) throw new WrongParams('The prompt has no such argument.');
    return { scope: prompt.scope, values: argument.complete };
  }
  const template = endpoint.context.profile.templates?.find(({ uriTemplate }) => uriTemplate === ref.uri);
  if (!template)
    throw new WrongParams('There is no such template. resources/templates/list names those that there are.');
  return { scope: template.scope, values: template.complete[name] };
}
