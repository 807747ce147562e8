import { prove } from './proof.ts';

prove('minted-token');
