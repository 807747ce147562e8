import type { Persona } from './persona.ts';

export const codex: Persona = {
  id: 'codex',
  name: 'Codex',
  callbacks: [{ uri: 'http://127.0.0.1:1455/callback' }],
  listensLocally: true,
  habits: [
    {
      does: 'listens on a port that the system chooses',
      evidence: 'openai/codex, rmcp-client/src/perform_oauth_login.rs',
    },
    { does: 'registers without a scope', evidence: 'openai/codex#20503' },
    { does: 'waits for an answer with a code or with an error_description', evidence: 'openai/codex, as above' },
  ],
};
