/** What the help of a command that grades ends with. */
export const exitCodes = `
Exit codes: 0 conformant, 1 at least one failure, 2 wrong usage or configuration, 3 incomplete (unreachable target,
error of openbell, or too little of what applies was judged: then it says what would change that).`;
