import { register as registerPlaced } from './recipe/instrumentation';

/** What the recipe says, or what it is compared with. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    if (process.env.WAY === 'before') return import('./compared/before');
    if (process.env.WAY === 'processor') return import('./compared/processor');
    if (process.env.WAY === 'on-vercel') await import('./compared/vercel');
  }
  await registerPlaced();
}
