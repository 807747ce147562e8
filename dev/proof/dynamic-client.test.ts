import { prove } from './proof.ts';

prove('dynamic-client');
