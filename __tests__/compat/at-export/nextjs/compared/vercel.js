// As on Vercel, where @vercel/otel flushes at the end of each request, whoever else is being served.
globalThis[Symbol.for('@vercel/request-context')] = {
  get: () => ({ headers: {}, waitUntil: (work) => void work() }),
};
