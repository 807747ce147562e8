import { BUDGET } from '../wire/budget.ts';
import { type ProbeOptions, probe } from './probe.ts';

/** Where MCP servers usually are, for whoever gives an origin alone or a website. */
const USUAL = ['/mcp', '/api/mcp', '/v1/mcp', '/'];

/**
 * "; did you mean …?", where an MCP server answers at a usual path beside `url`; nothing where `url` could not be reached
 * at all.
 */
export async function usualPlace(url: string, why: string, options: ProbeOptions = {}): Promise<string> {
  const { origin, pathname } = new URL(url);
  if (why.includes('cannot be reached') || why.includes('interrupted')) return '';
  const { answer } = { ...BUDGET, ...options.budget };
  const enough = AbortSignal.any([AbortSignal.timeout(answer), ...(options.signal ? [options.signal] : [])]);
  for (const path of USUAL.filter((one) => one !== pathname)) {
    const candidate = path === '/' ? origin : `${origin}${path}`;
    const answers = await probe(candidate, { ...options, signal: enough }).then(
      () => true,
      () => false,
    );
    if (answers) return `; did you mean ${candidate}?`;
  }
  return '';
}
