import { prove } from './proof-for-tests.ts';

prove('static-client');
