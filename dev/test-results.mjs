// What the JSON of a test runner comes to: how many tests passed, failed and were skipped, and which failed and why.

/** The first lines of what a test runner says of a failure, without colours, so that a list of them stays readable. */
const inBrief = (message) =>
  message
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal begin with one
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 4)
    .join('\n')
    .slice(0, 600);

const testsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap((inner) => testsOf(inner))];

const whyPlaywright = (spec) => {
  const messages = spec.tests.flatMap(({ results }) => results.map(({ error }) => error?.message ?? ''));
  return inBrief(messages.find((message) => message !== '') ?? '');
};

/** By test runner: `{ passed, failed, skipped, failures: [{ test, why }] }` of its JSON report. */
export const resultsOf = {
  /** A file that cannot even be loaded has no failing test to count, so it counts as one itself. */
  vitest(run) {
    const failures = run.testResults.flatMap((file) => {
      const failed = file.assertionResults.filter((test) => test.status === 'failed');
      if (file.status === 'failed' && failed.length === 0)
        return [{ test: file.name, why: inBrief(file.message ?? '') }];
      return failed.map((test) => ({
        test: `${file.name} › ${test.fullName}`,
        why: inBrief(test.failureMessages?.join('\n') ?? ''),
      }));
    });
    return { passed: run.numPassedTests, failed: failures.length, skipped: run.numPendingTests, failures };
  },
  playwright({ stats, errors, suites }) {
    const failures = [
      ...(suites ?? [])
        .flatMap((suite) => testsOf(suite))
        .filter((spec) => !spec.ok)
        .map((spec) => ({ test: `${spec.file}:${spec.line} › ${spec.title}`, why: whyPlaywright(spec) })),
      ...errors.map((error) => ({ test: 'outside of a test', why: inBrief(error.message ?? '') })),
    ];
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
      failures,
    };
  },
};
