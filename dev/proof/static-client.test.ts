import { prove } from './proof.ts';

prove('static-client');
