import { Server, ServerCredentials } from '@grpc/grpc-js';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { chat } from '../chat-service.js';
import { ready } from '../ready.js';

const server = new Server();
server.addService(chat, {
  health: (call, callback) => callback(null, 'ok'),
  async chat(call) {
    await authenticate();
    await inSession(call.metadata.get('x-session-id')[0], async () => {
      for await (const piece of takeTurn()) {
        if (call.cancelled) break;
        call.write(piece);
      }
      call.end();
    });
  },
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => ready(port));
