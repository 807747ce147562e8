import { prove } from './proof.ts';

prove(1, 2);
