import { unscored } from '../official/unscored.ts';
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

/** Here the roles are changed: the suite is not ours, and the gateway is. */
const official = `## The official suite

\`npm run official\` has \`@modelcontextprotocol/conformance@0.2.0-alpha.12\` ask \`openbell serve --profile gold --fixtures official\`, and so does
continuous integration. All that its frozen sets require has to pass, 30 scenarios for 2025-11-25 and 37 for 2026-07-28, and both of its scenarios for
authorization servers, without a warning. It runs others that it does not score; those that do not pass, with the reason:

| scenario | why |
|---|---|
${Object.entries(unscored)
  .map(([scenario, why]) => `| \`${scenario}\` | ${why} |`)
  .join('\n')}
`;

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
    official,
  ].join('\n');
