// The Node process of one run: node tests/bench/engine/node.mjs SPEC. Answers on file descriptor 3.
import { writeSync } from 'node:fs';
import { runProgram } from './program.mjs';

const parts = await runProgram(JSON.parse(process.argv[2] ?? ''));
writeSync(3, `${JSON.stringify(parts)}\n`);
