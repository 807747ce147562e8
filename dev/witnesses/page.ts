import { witnesses } from './index.ts';
import type { Expectation } from './witness.ts';

const introduction = `# Witnesses

<!-- Generated from dev/witnesses. Do not edit. -->

Gateways that nobody here wrote, put together from public packages with the defaults that they ship with, and run in the tests.
They testify that openbell is fair. What each meets, what it deviates from and what does not apply to it was argued from the
documents before openbell first looked; the whole tables are in \`dev/witnesses/*/expectations.ts\`, and this page lists the deviations.
A later correction cites the clause that decides.
`;

const row = ({ of, clause, because }: Expectation): string =>
  `| \`${of}\` | \`${clause}\` | ${because.replaceAll('|', '\\|')} |`;

/** The page of the docs that tells of the witnesses: each deviation with its clause. */
export const witnessesPage = (): string =>
  [
    introduction,
    ...witnesses.map(({ name, shows, expectations }) => {
      const deviations = expectations.filter(({ stands }) => stands === 'deviates');
      return [
        `## ${name}`,
        '',
        `${shows}.`,
        '',
        '| check | clause | how |',
        '|---|---|---|',
        ...deviations.map(row),
        '',
      ].join('\n');
    }),
  ].join('\n');
