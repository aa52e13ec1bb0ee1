// Copies the library, with what its std has no use for taken out. `node tools/archive.mjs IN OUT`
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('usage: node tools/archive.mjs IN OUT');

/** An import of a WebAssembly object as it stands there: lengths, names, "a function". @param {string} name */
const imported = (name) => Buffer.from(`\x03env${String.fromCharCode(name.length)}${name}\0`, 'latin1');

const archive = readFileSync(from);
// c-shim/std.c has them, and says why. As many letters: nothing moves.
for (const name of ['accept', 'bind', 'connect', 'getaddrinfo', 'getcwd', 'getpeername', 'getsockname', 'recv', 'recvfrom', 'send', 'sendto', 'sysconf']) {
  const [was, now] = [imported(name), imported(`${name.slice(0, -1)}$`)];
  let at = archive.indexOf(was);
  if (at < 0) throw new Error(`${from} does not import ${name}: then ${to} needs no such tool for it, nor c-shim/std.c the function`);
  for (; at >= 0; at = archive.indexOf(was, at)) now.copy(archive, at);
}
if (!existsSync(to) || !readFileSync(to).equals(archive)) writeFileSync(to, archive);
