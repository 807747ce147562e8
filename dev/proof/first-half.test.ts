import { prove } from './proof.ts';

prove(0, 2);
