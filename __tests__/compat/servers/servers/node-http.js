import { createServer } from 'node:http';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { ready } from '../ready.js';

const server = createServer(async (request, response) => {
  if (request.url !== '/chat') return response.end('ok');
  await authenticate();
  await inSession(request.headers['x-session-id'], async () => {
    for await (const piece of takeTurn()) {
      if (response.destroyed) break;
      response.write(piece);
    }
    response.end();
  });
});
server.listen(0, '127.0.0.1', () => ready(server.address().port));
