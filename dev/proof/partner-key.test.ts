import { prove } from './proof.ts';

prove('partner-key', ['static-client', 'dynamic-client', 'minted-token']);
