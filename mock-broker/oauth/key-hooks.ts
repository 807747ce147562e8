import { Router } from 'express';
import type { BrokerContext } from '../context.ts';

export const createKeyHooks = (_context: BrokerContext): Router => Router();
