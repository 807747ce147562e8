import { Blocked } from '../expect.ts';
import type { Landing } from '../user-agents/user-agent.ts';
import type { Person, World } from '../world/world.ts';
import { authorize, type OAuthClient } from './oauth.ts';

/** A sign-in that is under way, with the person's browser held at a URL of it. */
export interface Held {
  client: OAuthClient;
  url: URL;
}

const held = ({ redirect }: Landing, where: string): URL => {
  if (!redirect) throw new Blocked(`the sign-in never came to ${where}`);
  return redirect.url;
};

/** Starts to connect and holds the browser in front of the gateway's own callback, with the brokerage's answer in hand. */
export async function holdAtCallback(world: World, person: Person): Promise<Held> {
  const client = await world.client({ person });
  const holdAt = `${world.origin}/auth/callback`;
  const { landing } = await authorize(world, { client, person, holdAt });
  return { client, url: held(landing, holdAt) };
}

/** Starts to connect and holds the browser in front of the brokerage, before anybody has signed in there. */
export async function holdAtBrokerage(world: World, person: Person): Promise<Held> {
  const client = await world.client({ person });
  const holdAt = `${world.brokerage().origin}/oauth2/authorize`;
  const { landing } = await authorize(world, { client, person, holdAt });
  return { client, url: held(landing, holdAt) };
}

/** Lets the browser go on from where it was held; the person reads what comes and answers nothing. */
export const goOn = (person: Person, { client, url }: Held): Promise<Landing> =>
  person.browser.visit(url.href, client.redirectUri, {
    email: person.email,
    password: person.password,
    decision: 'leave',
    atSuccessPage: 'stop',
  });
