import { Router } from 'express';
import { z } from 'zod';
import { refusal } from '../errors.ts';
import { type Fault, type Faults, faultKinds } from '../faults.ts';
import { read } from './read.ts';

/** What `POST /faults` takes. */
export const faultBody = z.strictObject({
  kind: z.enum(faultKinds),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE', 'STREAM']).optional(),
  path: z.string().min(1).max(200).optional(),
  user: z.string().max(64).optional(),
  times: z.number().int().min(1).max(10_000).optional(),
  for_seconds: z.number().min(1).max(86_400).optional(),
  seconds: z.number().min(0).max(86_400).optional(),
  status: z.number().int().min(500).max(504).optional(),
  accept: z.boolean().optional(),
});

const show = ({ until, ...fault }: Fault) => ({
  ...fault,
  until: until === null ? null : new Date(until).toISOString(),
});

/** Orders faults for coming requests. */
export function createFaultHooks(faults: Faults): Router {
  const router = Router();
  router.get('/faults', (_req, res) => {
    res.json({ kinds: faultKinds, faults: faults.list().map(show) });
  });
  router.post('/faults', (req, res) => {
    res.status(201).json(show(faults.order(read(faultBody, req.body))));
  });
  router.delete('/faults', (_req, res) => {
    faults.reset();
    res.status(204).end();
  });
  router.delete('/faults/:id', (req, res) => {
    if (!faults.remove(Number(req.params.id))) throw refusal('notFound', 'no such fault');
    res.status(204).end();
  });
  return router;
}
