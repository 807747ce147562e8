/** What the JSON of a test runner comes to; `why` are the first lines of what it said. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly test: string; readonly why: string }[];
}

/** By test runner: the results that its JSON report holds. */
export declare const resultsOf: Readonly<Record<'vitest' | 'playwright', (report: unknown) => TestResults>>;
