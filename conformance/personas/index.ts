import { chatgpt } from './chatgpt.ts';
import { claude, claudeCode, claudeDesktop, claudeMobile } from './claude.ts';
import { codex } from './codex.ts';
import { copilotStudio } from './copilot-studio.ts';
import { cursor } from './cursor.ts';
import { perplexity } from './perplexity.ts';
import type { Persona } from './persona.ts';
import { vsCode, vsCodeInsiders } from './vs-code.ts';

/** The clients that users know, in the order in which a page lists them. */
export const PERSONAS: readonly Persona[] = [
  claude,
  claudeDesktop,
  claudeMobile,
  claudeCode,
  cursor,
  codex,
  vsCode,
  vsCodeInsiders,
  chatgpt,
  perplexity,
  copilotStudio,
];

const byId = new Map(PERSONAS.map((persona) => [persona.id, persona]));

/** The client that a journey calls by this name, where it is one that users know. */
export const personaOf = (id: string): Persona | undefined => byId.get(id);

/** Where a persona is sent back to in a journey. */
export const callbackOf = ({ callbacks: [first] }: Persona): string => first.uri;
