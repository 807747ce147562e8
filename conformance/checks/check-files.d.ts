/** The default exports of all files in the folders here: see dev/check-files.mjs. */
declare module 'openbell:checks' {
  const files: readonly (import('../vocabulary/check.ts').Check | readonly import('../vocabulary/check.ts').Check[])[];
  export default files;
}
