import type { Answer } from '../../vocabulary/answer.ts';
import type { Table } from '../../vocabulary/check.ts';
import { expect } from '../../vocabulary/expect.ts';
import { rewriteJson } from '../../vocabulary/rewrites.ts';
import type { World } from '../../vocabulary/world.ts';
import { register } from '../../wire/oauth.ts';

/** Client metadata (RFC 7591 §2) that is put over a registration in which all is right; undefined leaves a member out. */
type Metadata = Readonly<Record<string, unknown>>;
type Judgement = (answer: Answer, sent: Metadata, world: World) => void | Promise<void>;

interface Registration {
  /** A registration each, judged one by one. */
  registers: readonly Metadata[];
  answered: Judgement;
}

/** In a list of redirect URIs: the suite's own. */
export const OURS = 'our own';

const withOurs = (metadata: Metadata, { redirectUri }: World): Metadata => {
  const { redirect_uris: uris } = metadata;
  if (!Array.isArray(uris)) return metadata;
  return { ...metadata, redirect_uris: uris.map((uri) => (uri === OURS ? redirectUri : uri)) };
};

/** Registrations, and what becomes of them. */
export const registrations: Table<Registration> = {
  applies: { needs: ['registration'] },
  lane: 'exclusive',
  dependsOn: ['registration/answers-201-with-a-client-id'],
  timesOf: ({ registers }) => registers.length,
  async run(world, { registers, answered }) {
    // Whoever tries them out is one person.
    let someone: ReturnType<World['person']> | undefined;
    const forOne: World = { ...world, person: () => (someone ??= world.person()) };
    for (const metadata of registers) {
      const sent = withOurs(metadata, world);
      await answered(await register(world, sent), sent, forOne);
    }
  },
};

/** Refused with one of these errors. */
export const refused =
  (...codes: string[]) =>
  (answer: Answer): void =>
    expect.oauthError(answer, 400, ...codes);

/** Refused with one of these errors, or registered in a way that is right: a server may replace what it is asked for (§2). */
export const refusedOr =
  (codes: readonly string[], judgement: Judgement): Judgement =>
  (answer, sent, world) =>
    answer.status === 201 ? judgement(answer, sent, world) : expect.oauthError(answer, 400, ...codes);

/** Registered, and all of this is true of the answer. */
export const registered =
  (...judgements: Judgement[]): Judgement =>
  async (answer, sent, world) => {
    expect.status(answer, 201);
    for (const judgement of judgements) await judgement(answer, sent, world);
  };

/** The answer says that the client may use codes. */
export const isForCodes: Judgement = (answer) =>
  expect.includes(answer.json().grant_types, 'authorization_code', 'grant_types', answer);

/** The answer has this member as it was sent. */
export const tells =
  (member: string): Judgement =>
  (answer, sent) =>
    expect.equal(answer.json()[member], sent[member], member, answer);

/** A sin: says something else of whoever registered. */
export const saysOfClients = (members: Metadata) =>
  rewriteJson('/oauth/register', (body, { status }) =>
    status === 201 ? { body: { ...body, ...members } } : undefined,
  );
