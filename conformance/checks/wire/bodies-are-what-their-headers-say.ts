import { bodiesAreWhatTheyAreCalled } from '../../observers/headers.ts';
import { observer } from '../../vocabulary/check.ts';
import { rewriteAnswer } from '../../vocabulary/rewrites.ts';
import { check } from './area.ts';

export default check(
  observer({
    id: 'wire/bodies-are-what-their-headers-say',
    title: 'A body is coded as Content-Encoding says, and what is called JSON is JSON',
    clauses: ['rfc9110/content-encoding-true', 'mcp/transport/response-content-type', 'rfc8414/metadata-json'],
    per: 'url',
    observes: bodiesAreWhatTheyAreCalled,
    ridesOn: ['wire/speaks-json-rpc', 'invalid-grant/errors-are-json'],
    remedy:
      'Let whatever codes a body set Content-Encoding, and leave it out where nothing does: clients decode by it.',
    variations: ['answers-in-an-event-stream', 'more-in-results', 'media-types-in-another-case'],
    mutants: [
      {
        name: 'calls-a-plain-body-gzip',
        rewrites: rewriteAnswer({ path: '/oauth/token', status: 400 }, { headers: { 'content-encoding': 'gzip' } }),
      },
    ],
  }),
);
