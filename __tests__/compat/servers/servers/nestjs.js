import 'reflect-metadata';
import { Controller, Get, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { authenticate, inSession, takeTurn } from '../agent.js';
import { ready } from '../ready.js';

class ChatController {
  health() {
    return 'ok';
  }

  chat(request, response) {
    return inSession(request.get('x-session-id'), async () => {
      for await (const piece of takeTurn()) {
        if (response.destroyed) break;
        response.write(piece);
      }
      response.end();
    });
  }
}

// What decorators do, for JavaScript that has none.
const { prototype } = ChatController;
Get('health')(prototype, 'health', Object.getOwnPropertyDescriptor(prototype, 'health'));
Post('chat')(prototype, 'chat', Object.getOwnPropertyDescriptor(prototype, 'chat'));
Req()(prototype, 'chat', 0);
Res()(prototype, 'chat', 1);
Controller()(ChatController);

class ChatModule {}
Module({ controllers: [ChatController] })(ChatModule);

const app = await NestFactory.create(ChatModule, { logger: false });
app.use(async function authentication(request, response, next) {
  if (request.path === '/chat') await authenticate();
  next();
});
const server = await app.listen(0, '127.0.0.1');
ready(server.address().port);
