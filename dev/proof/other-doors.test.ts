import { describe, expect, test } from 'vitest';
import {
  checks,
  clientsWithSecrets,
  type Era,
  GRADED_ERAS,
  isFine,
  isShown,
  isViolated,
  type Mutant,
  type Run,
  run,
  type Sin,
  smallDoor,
  subjects,
  verdictsOf,
} from './suite.ts';

/** A server of the tests that has what no profile has. */
interface Door {
  name: string;
  eras: readonly Era[];
  shows(mutant: Mutant): boolean;
  open(mutant?: Mutant): Promise<{ mcpUrl: string; close(): Promise<void> }>;
}

const doors: readonly Door[] = [
  {
    name: 'the small door',
    eras: GRADED_ERAS,
    shows: ({ elsewhere, needs }) => elsewhere === true && needs === undefined,
    open: (mutant) => smallDoor(mutant?.rewrites?.response),
  },
  {
    name: 'the server that knows clients with secrets',
    eras: ['2025-11-25'],
    shows: ({ needs }) => needs?.includes('client-secrets') ?? false,
    // It sins by itself, by the name of the mutant.
    open: (mutant) => clientsWithSecrets(mutant?.name as Sin | undefined),
  },
];

const claiming = subjects({ checks, scenarios: [] });
const elsewhere = [...new Set(claiming.flatMap(({ mutants }) => mutants))].filter((mutant) => !isShown(mutant));

async function graded({ eras, open }: Door, only: readonly string[], mutant?: Mutant): Promise<Run> {
  const { mcpUrl, close } = await open(mutant);
  try {
    return await run({
      version: 'proof',
      checks,
      scenarios: [],
      targets: eras.map((era) => ({ url: mcpUrl, era })),
      users: [],
      registrations: 60,
      only: [...only],
      startedAt: '2026-11-26T15:00:00.000Z',
    });
  } finally {
    await close();
  }
}

test('what no profile shows is shown at another door', () => {
  const nowhere = elsewhere.filter((mutant) => !doors.some((door) => door.shows(mutant)));
  expect(nowhere.map(({ name }) => name)).toEqual([]);
});

describe.each(doors)('$name', async (door) => {
  const shown = elsewhere.filter((mutant) => door.shows(mutant));
  const own = claiming.filter(({ mutants }) => mutants.some((mutant) => shown.includes(mutant)));
  const sound = await graded(
    door,
    own.map(({ id }) => id),
  );

  test.each(own)('satisfies $id, or it does not apply', ({ id }) => {
    expect(verdictsOf(sound, id).filter(({ verdict }) => !isFine(verdict))).toEqual([]);
  });

  test.each(shown)('violates by $name what claims it', async (mutant) => {
    const ids = own.filter(({ mutants }) => mutants.includes(mutant)).map(({ id }) => id);
    const run = await graded(door, ids, mutant);
    const kept = ids.filter((id) => !verdictsOf(run, id).some(({ verdict }) => isViolated(verdict)));
    expect(kept.map((id) => [id, verdictsOf(run, id)])).toEqual([]);
  });
});
