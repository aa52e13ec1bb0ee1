// Sizes as they travel: gzip -9.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { here } from './find.mjs';

/**
 * KiB that emdeputy adds to a program, beside the KiB the program has without it.
 * @param {import('./build.mjs').Build} build
 * @param {string} source
 * @param {'.wasm' | '.mjs'} extension
 */
export async function addedSize(build, source, extension) {
  /** @param {import('./build.mjs').Side} side */
  const weigh = async (side) => {
    const module = await build({ file: path.join(here, source) }, side);
    return gzipSync(await readFile(module.replace(/\.mjs$/, extension)), { level: 9 }).length / 1024;
  };
  const stock = await weigh('stock');
  return { ours: (await weigh('ours')) - stock, stock };
}
