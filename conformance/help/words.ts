// Words of reports, of `openbell survey` and of the configuration that are no id of anything.

/** What a verdict says, and what it does to the exit code. */
export const verdictWords: Record<string, string> = {
  pass: 'The obligation is met, as far as one can see.',
  fail: 'A MUST was seen to be broken. The exit code is 1.',
  warn: 'A recommendation is not followed, or the document only implies the rule. With --strict it counts as a failure.',
  blocked: 'What the check builds on did not work: neither met nor broken. Mend the cause that the report names first.',
  untestable: 'Nobody could look: the reason names what is missing. It applies, and was not judged.',
  'not-applicable': 'The obligation is about something that the target does not offer, or another revision of MCP.',
  error: 'A mistake of openbell, not a finding about the target: please report it. The exit code is 3.',
};

/** The exit codes, in the order of their numbers. */
export const exitCodes = [
  '0: conformant: nothing failed, and enough of what applies was judged',
  '1: at least one failure, or a warning with --strict',
  '2: wrong usage or configuration, before anything is sent',
  '3: incomplete: unreachable, interrupted, an error of openbell, blocked, or too little of what applies was judged',
] as const;

/** What the survey tells of a target. */
export const factWords: Record<string, string> = {
  authorization: 'whether requests need a token, and which authorization server gives it',
  'ways in': 'how a client gets a Client ID',
  scopes: 'what is asked for to read and to trade: from the configuration, the challenge or the metadata',
  'sign-in': 'where a password is asked for, if anybody is asked at all',
  'revisions of MCP': 'which revisions the server speaks; settled with the first token',
  'access tokens': 'JWTs, which can be read, or opaque, which cannot',
  'refresh tokens': 'whether they are issued, and whether the metadata say so',
  sessions: 'whether an Mcp-Session-Id is issued, and needed',
  streams: 'whether GET opens a stream for what the server says unasked',
  tools: 'which tool only reads and which trades; “tools” in the configuration overrules the guess',
  'tools that answer with an error': 'tools that were tried, and served nothing',
  'an account': 'whether an account of the user is known, and from where',
  profile: 'which profile the test hooks name',
  limits: 'how many requests the server says that it takes, and where (RateLimit-*)',
  'a first token': 'why none could be had',
};

/** Settings and flags that decide what a run comes to. */
export const settingWords: Record<string, string> = {
  min_judged:
    'the part of what applies that has to be judged in each target and era for the exit code 0; two thirds unless the configuration or --min-judged says otherwise',
  depth: 'public: only what needs nobody is wanted, and what lacks a user does not count; full: everything',
  judged: 'what passed, failed or warned; what applies is everything but not-applicable',
};
