import { keysOf } from '../../conformance/run/identity.ts';
import type { Run } from '../../conformance/run/model.ts';
import { visibleJson, visibleLine } from '../../conformance/run/visible.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { outcomeOf } from '../outcome.ts';
import { wellFormed } from '../well-formed.ts';
import { fingerprint } from './sarif.ts';

/** Pipelines that show findings beside a build when a log says so in their own way. */
export type Pipeline = 'github' | 'azure' | 'teamcity';

/** The pipeline that this process runs in, by the variables that each sets. */
export function pipelineOf(env: Readonly<Record<string, string | undefined>>): Pipeline | undefined {
  if (env.GITHUB_ACTIONS === 'true') return 'github';
  if (env.TF_BUILD) return 'azure';
  return env.TEAMCITY_VERSION ? 'teamcity' : undefined;
}

/** GitHub shows ten of a kind for a step; more would only hide the first. */
const MOST = 10;
/** What TeamCity takes of a description, and more than anybody reads elsewhere. */
const LONGEST = 1_500;

interface Note {
  tone: 'error' | 'warning';
  title: string;
  message: string;
  id: string;
  at?: { file: string; line: number } | undefined;
}

const write: Record<Pipeline, (note: Note) => string> = {
  github: ({ tone, title, message, at }) => {
    const place = at ? `file=${property(at.file)},line=${at.line},` : '';
    return `::${tone} ${place}title=${property(title)}::${data(message)}`;
  },
  azure: ({ tone, title, message, id, at }) => {
    const place = at ? `sourcepath=${azure(at.file)};linenumber=${at.line};` : '';
    return `##vso[task.logissue type=${tone};${place}code=${azure(id)}]${azure(`${title}: ${message}`)}`;
  },
  teamcity: ({ tone, title, message, id }) =>
    tone === 'error'
      ? `##teamcity[buildProblem description='${teamcity(`${title}: ${message}`)}' identity='${fingerprint(id)}']`
      : `##teamcity[message text='${teamcity(`${title}: ${message}`)}' status='WARNING']`,
};

/** GitHub, in a message; then in a property, which ends at a comma. */
const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
const azure = (text: string): string =>
  text.replace(/%/g, '%AZP25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/\]/g, '%5D').replace(/;/g, '%3B');
const teamcity = (text: string): string =>
  text
    .replace(/[|'[\]]/g, '|$&')
    .replace(/[^\x20-\x7e]/g, (letter) => `|0x${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The first causes as lines of a log which the pipeline shows beside the build; each says where its finding stands. */
export function toAnnotations(run: Run, pipeline: Pipeline): string {
  const notes = notesOf(run);
  const some = (['error', 'warning'] as const).flatMap((tone) =>
    notes.filter((one) => one.tone === tone).slice(0, MOST),
  );
  return some.map((note) => `${write[pipeline](note)}\n`).join('');
}

const notesOf = (run: Run): Note[] => {
  const { exitCode, headline, sentence } = outcomeOf(run);
  const own: Note[] =
    exitCode === 3
      ? [{ tone: 'error', title: 'openbell', message: short(`${headline}. ${sentence}`), id: 'openbell/run' }]
      : [];
  return [...own, ...findingsOf(run).map((finding) => noteOf(run, finding))];
};

const noteOf = (run: Run, { lead, headline, expected, seen, remedy, results }: Finding): Note => {
  const facts = [
    expected && `Expected: ${expected}.`,
    seen && `Seen: ${seen}.`,
    remedy && `Remedy: ${remedy}`,
    `In the report: #${lead.kind}-${lead.id}`,
  ];
  return {
    tone: lead.verdict === 'warn' ? 'warning' : 'error',
    title: short(headline),
    message: short(facts.filter(Boolean).join(' ')),
    id: short(results.length > 0 ? lead.id : `stopped ${headline}`),
    at: run.targets[lead.target]?.configured,
  };
};

const short = (text: string): string => {
  const line = visibleLine(wellFormed(text.slice(0, 3 * LONGEST)));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};

/** GitLab obeys no log: its Code Quality report shows findings beside a merge request. */
export function toCodeQuality(run: Run): string {
  const keyOf = keysOf([run]);
  const issues = findingsOf(run).map((finding) => {
    const note = noteOf(run, finding);
    return {
      description: `${note.title}: ${note.message}`,
      check_name: finding.lead.id,
      fingerprint: fingerprint(keyOf(run, finding.lead.source)),
      severity: { MUST: 'critical', SHOULD: 'minor', MAY: 'info', journey: 'major' }[finding.lead.level ?? 'journey'],
      location: { path: note.at?.file ?? 'openbell.yaml', lines: { begin: note.at?.line ?? 1 } },
    };
  });
  return visibleJson(`${JSON.stringify(issues, null, 1)}\n`);
}
