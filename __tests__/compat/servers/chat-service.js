/** A gRPC service whose messages are texts, so that no file of protocol buffers is needed. */
const method = (name, responseStream) => ({
  path: `/Chat/${name}`,
  requestStream: false,
  responseStream,
  requestSerialize: Buffer.from,
  requestDeserialize: String,
  responseSerialize: Buffer.from,
  responseDeserialize: String,
});

export const chat = { health: method('health', false), chat: method('chat', true) };
