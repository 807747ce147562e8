import { Router } from 'express';
import type { BrokerContext } from '../context.ts';

export const createOAuthRouter = (_context: BrokerContext): Router => Router();
