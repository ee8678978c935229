import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { ready } from '../ready.js';

const app = new Hono();
app.use('/chat', async (c, next) => {
  await authenticate();
  await next();
});
app.get('/health', (c) => c.text('ok'));
app.post('/chat', (c) =>
  inSession(c.req.header('x-session-id'), () =>
    streamText(c, async (stream) => {
      for await (const piece of takeTurn()) {
        if (stream.aborted) break;
        await stream.write(piece);
      }
    }),
  ),
);
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => ready(port));
