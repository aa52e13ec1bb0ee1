// Side modules, built when somebody asks for them; and what is none.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** @param {string} source @param {string[]} flags */
function build(source, flags) {
  const folder = mkdtempSync(path.join(tmpdir(), 'deputy-module-'));
  try {
    writeFileSync(path.join(folder, 'side.c'), source);
    execFileSync('emcc', ['side.c', '-O1', '-sSIDE_MODULE=2', ...flags, '-o', 'side.wasm'], { cwd: folder });
    return readFileSync(path.join(folder, 'side.wasm'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {() => Buffer} make @returns {import('../../tools/serve.mjs').Handler} */
function route(make) {
  /** @type {Buffer | undefined} */
  let bytes;
  return (_, response) => {
    bytes ??= make();
    response.writeHead(200, { 'Content-Type': 'application/wasm', 'Content-Length': bytes.length });
    response.end(bytes);
  };
}

const good = `
#include <string.h>
#include <emscripten.h>
int base(void);
static int count = 40;
EMSCRIPTEN_KEEPALIVE int twice(int x) { return 2 * x + base(); }
EMSCRIPTEN_KEEPALIVE int counted(void) { return __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST); }
EMSCRIPTEN_KEEPALIVE unsigned length(const char *text) { return strlen(text); }
`;
const needs = `
#include <emscripten.h>
int nobody_has_this(int);
extern int nor_this;
EMSCRIPTEN_KEEPALIVE int twice(int x) { return nobody_has_this(x) + nor_this; }
`;

export const routes = {
  good: route(() => build(good, ['-pthread', '-Wno-experimental'])),
  // Not of shared memory.
  alone: route(() => build(good, [])),
  needs: route(() => build(needs, ['-pthread', '-Wno-experimental'])),
  garbage: route(() => Buffer.from('this is no code')),
  empty: route(() => Buffer.alloc(0)),
  // A module, but none that can be loaded into another.
  plain: route(() => Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
};
