// An application that carries the hook in its own code.
import process from 'node:process';
import '../../../dist/esm/register.js';

process.stdout.write('ran\n');
