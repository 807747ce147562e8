import type { Persona } from './persona.ts';

export const chatgpt: Persona = {
  id: 'chatgpt',
  name: 'ChatGPT',
  callbacks: [
    { uri: 'https://chatgpt.com/connector_platform_oauth_redirect' },
    { uri: 'https://chatgpt.com/connector/oauth/', appendsAnId: true },
    { uri: 'https://platform.openai.com/apps-manage/oauth' },
  ],
  clientIdGoesInto: 'Developer mode, app, OAuth with a client of your own',
  habits: [
    {
      does: 'comes back to one URL where the metadata promises iss (RFC 9207), else to one of each connection',
      evidence: 'developers.openai.com/plugins/build/auth, as others quote it',
    },
    {
      does: 'refuses metadata whose code_challenge_methods_supported lacks S256',
      evidence: 'its vendor, as others quote it',
    },
    {
      does: 'sends resource with the authorization request and the token request',
      evidence: 'developers.openai.com/apps-sdk/build/auth',
    },
    { does: 'disconnects when the access token ends and there is no refresh token', evidence: 'usenotra/notra#498' },
  ],
};
