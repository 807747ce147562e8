import { prove } from './proof-for-tests.ts';

prove('dynamic-client');
