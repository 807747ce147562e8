import type { ProfileFacts } from '../profiles/facts.ts';

const withSecrets = ['client_secret_basic', 'client_secret_post'];

/** How clients may prove who they are, as the metadata list it. */
export function methodsOf({ features }: Pick<ProfileFacts, 'features'>): string[] {
  const secrets = features.includes('provisioned-clients') || features.includes('confidential-clients');
  return [
    'none',
    ...(secrets ? withSecrets : []),
    ...(features.includes('confidential-clients') ? ['private_key_jwt'] : []),
  ];
}

export const hasASecret = (method: string): boolean => withSecrets.includes(method);
