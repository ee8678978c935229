import process from 'node:process';

/** Says where the server listens. */
export const ready = (port) => process.stdout.write(`${port}\n`);
