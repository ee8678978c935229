import express from 'express';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { ready } from '../ready.js';

const app = express();
app.use(async function authentication(request, response, next) {
  if (request.path === '/chat') await authenticate();
  next();
});
app.get('/health', (request, response) => response.send('ok'));
app.post('/chat', (request, response) =>
  inSession(request.get('x-session-id'), async () => {
    for await (const piece of takeTurn()) {
      if (response.destroyed) break;
      response.write(piece);
    }
    response.end();
  }),
);
const server = app.listen(0, '127.0.0.1', () => ready(server.address().port));
