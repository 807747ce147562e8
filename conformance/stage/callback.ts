import { Blocked, Untestable } from '../vocabulary/expect.ts';
import type { Authorized, OAuthClient } from '../vocabulary/oauth.ts';
import type { Person } from '../vocabulary/people.ts';
import type { Human, Landing } from '../vocabulary/user-agent.ts';
import type { World } from '../vocabulary/world.ts';
import { authorize } from '../wire/oauth.ts';

/** A sign-in that is under way, with the person's browser held at a URL of it. */
export interface Held {
  client: OAuthClient;
  authorized: Authorized;
  url: URL;
}

const held = ({ redirect }: Landing, where: string): URL => {
  if (!redirect) throw new Blocked(`the sign-in never came to ${where}`, 'sign-in');
  // Whoever signs people in itself sends them on to the client, where nobody listens and nothing of the gateway is shown.
  if (!redirect.url.href.startsWith(`${where}?`))
    throw new Untestable(`needs a gateway that sends the browser to another OAuth server, and back to ${where}`);
  return redirect.url;
};

/** Starts to connect and holds the browser in front of the gateway's own callback, with the brokerage's answer in hand. */
export async function holdAtCallback(world: World, person: Person): Promise<Held> {
  const client = await world.client({ person });
  const holdAt = `${world.origin}/auth/callback`;
  const authorized = await authorize(world, { client, person, holdAt });
  return { client, authorized, url: held(authorized.landing, holdAt) };
}

/** Lets the browser go on from where it was held; unless told, the person reads what comes and answers nothing. */
export const goOn = (person: Person, { client, url }: Held, human: Partial<Human> = {}): Promise<Landing> =>
  person.browser.visit(url.href, client.redirectUri, {
    email: person.email,
    password: person.password,
    decision: 'leave',
    atSuccessPage: 'stop',
    ...human,
  });
