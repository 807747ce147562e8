import { createServer } from 'node:http';
import express from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { messagesOf } from './express-messages.ts';

test('Express finds requests and responses that have its prototypes already', async () => {
  const app = express();
  app.get('/', (req, res) => res.json({ application: req.app === app && res.app === app }));
  const born: boolean[] = [];
  const server = createServer(messagesOf(app), (req, res) => {
    born.push(Object.getPrototypeOf(req) === app.request, Object.getPrototypeOf(res) === app.response);
    app(req, res);
  });
  const answer = await request(server).get('/');
  expect(answer.body).toEqual({ application: true });
  expect(born).toEqual([true, true]);
});
