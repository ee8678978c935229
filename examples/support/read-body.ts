import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const gunzipAsync = promisify(gunzip);

/**
 * Reads a whole request body as text, unpacking gzip.
 *
 * @throws Error when the body is not what its `content-encoding` says, or that encoding is unknown.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  switch (encoding) {
    case 'identity':
      return body.toString('utf8');
    case 'gzip':
      return (await gunzipAsync(body)).toString('utf8');
    default:
      throw new Error(`content-encoding "${encoding}" is not supported`);
  }
}
