import Fastify from 'fastify';
import { Readable } from 'node:stream';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { ready } from '../ready.js';

const app = Fastify();
app.addHook('preHandler', async function authentication(request) {
  if (request.url === '/chat') await authenticate();
});
app.get('/health', () => 'ok');
app.post('/chat', (request, reply) =>
  inSession(request.headers['x-session-id'], () => reply.send(Readable.from(takeTurn()))),
);
await app.listen({ port: 0, host: '127.0.0.1' });
ready(app.server.address().port);
