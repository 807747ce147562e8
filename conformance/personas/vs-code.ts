import type { Persona } from './persona.ts';

const source = 'microsoft/vscode, src/vs/base/common/oauth.ts';

export const vsCode: Persona = {
  id: 'vs-code',
  name: 'VS Code',
  callbacks: [{ uri: 'https://vscode.dev/redirect' }, { uri: 'http://127.0.0.1/' }, { uri: 'http://127.0.0.1:33418/' }],
  habits: [
    { does: 'takes metadata whose resource is exactly the MCP URL only', evidence: source },
    { does: 'asks for the scope of the challenge, else for all of scopes_supported', evidence: source },
    { does: 'listens on port 33418, or on any free one', evidence: 'microsoft/vscode#278512' },
  ],
};

export const vsCodeInsiders: Persona = {
  id: 'vs-code-insiders',
  name: 'VS Code Insiders',
  callbacks: [{ uri: 'https://insiders.vscode.dev/redirect' }],
  habits: vsCode.habits,
};
