import type { GatewayContext } from '../context.ts';

/** What the gateway offers, as both eras declare it. */
export function capabilitiesOf({ behaviours, profile }: GatewayContext) {
  const listChanged = behaviours.listChangesAreDeclared(profile.features.includes('add-on'));
  return {
    tools: listChanged ? { listChanged } : {},
    ...((profile.resources || profile.templates) && { resources: profile.templates ? { subscribe: true } : {} }),
    ...(profile.prompts && { prompts: {}, completions: {} }),
    ...(profile.features.includes('conversations') && { logging: {} }),
  };
}
