// The page's half of the console, against a ring that is written here as rust-core/src/console.rs writes it: lines, their order per stream,
// characters and lines in pieces, records that wrap, budget and limit of a turn, who prints while something prints, sinks that throw, the bell,
// writers that wait for room.
// FEATURE: F75
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import { fakeClock, Native, P } from './native.mjs';
import { Console } from '../../emscripten-js/host/console.js';

/** @typedef {{ lines?: boolean, print?: (stream: number, text: string) => void }} Options */

/** @param {Options} [options] */
function setUp({ lines = true, print = () => {} } = {}) {
  const native = new Native();
  const root = native.allocate(64);
  const at = native.allocate(P.CONSOLE_RING + P.CONSOLE_RING_SIZE);
  native.write(root + P.ROOT_CONSOLE, at);
  /** @type {[number, string][]} */
  const printed = [];
  const sinks = [0, 1].map((stream) => ({
    lines,
    print(/** @type {string} */ text) {
      printed.push([stream, text]);
      print(stream, text);
    },
  }));
  const made = new Console(native.wasmMemory, root, sinks);
  const tail = () => native.read(at + P.CONSOLE_TAIL);
  /** A record of its own. @param {number} stream @param {string | Uint8Array} text */
  const write = (stream, text) => {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    const place = tail();
    const header = at + P.CONSOLE_RING + place % P.CONSOLE_RING_SIZE;
    native.memory.u8.set(bytes, header + 4);
    native.write(header, (bytes.length | (stream << 31)) >>> 0);
    native.write(at + P.CONSOLE_TAIL, (place + 4 + bytes.length + 3) & ~3);
  };
  const bell = () => native.read(at + P.CONSOLE_BELL);
  return { native, at, made, printed, write, bell, head: () => native.read(at + P.CONSOLE_HEAD), tail };
}

suite('text', () => {
  test('becomes lines, in the order of each stream', () => {
    const { made, printed, write, head, tail } = setUp();
    write(0, 'one\ntwo\nth');
    write(1, 'error\n');
    write(0, 'ree\n\nrest');
    assert.equal(made.drain(Infinity), false);
    assert.deepEqual(printed, [[0, 'one'], [0, 'two'], [1, 'error'], [0, 'three'], [0, '']]);
    assert.equal(head(), tail(), 'the room is free again');
    made.close();
    assert.deepEqual(printed.at(-1), [0, 'rest']);
  });

  test('goes on as it comes where there are no lines', () => {
    const { made, printed, write } = setUp({ lines: false });
    write(0, 'a\nb');
    write(1, 'c');
    made.drain(Infinity);
    assert.deepEqual(printed, [[0, 'a\nb'], [1, 'c']]);
    made.close();
    assert.equal(printed.length, 2);
  });

  test('has characters whose bytes lie in two records', () => {
    const { made, printed, write } = setUp();
    const bytes = new TextEncoder().encode('ä€\u{1f600}\n');
    for (const byte of bytes) {
      write(0, Uint8Array.of(byte));
      write(1, 'x');
    }
    write(0, Uint8Array.of(0xff, 10));
    made.drain(Infinity);
    assert.deepEqual(printed.map(([, text]) => text), ['ä€\u{1f600}', '\ufffd']);
  });

  test('lies at the end of the ring and at its beginning', () => {
    const { made, printed, write } = setUp();
    // Each leaves four bytes until the end, where another begins anew.
    for (let round = 0; round < 3; round++) {
      write(0, 'x'.repeat(P.CONSOLE_RING_SIZE - 8 - 1) + '\n');
      made.drain(Infinity);
      write(0, '');
      write(0, '');
      made.drain(Infinity);
    }
    assert.deepEqual(printed.map(([, text]) => text.length), Array(3).fill(P.CONSOLE_RING_SIZE - 9));
  });

  test('of the page itself comes behind what was written before', () => {
    const { native, made, printed, write } = setUp();
    write(0, 'before\nhalf ');
    const [at, length] = native.bytes('of it\nmore');
    made.write(0, at, length);
    assert.deepEqual(printed, [[0, 'before'], [0, 'half of it']]);
    made.flush();
    assert.deepEqual(printed.at(-1), [0, 'more']);
    made.flush();
    assert.equal(printed.length, 3);
  });
});

suite('a turn', () => {
  test('prints what was there when it looked', () => {
    const more = { once: false };
    const { made, printed, write } = setUp({
      print() {
        if (!more.once) write(0, 'later\n');
        more.once = true;
      },
    });
    write(0, 'now\n');
    made.drain(Infinity);
    assert.deepEqual(printed, [[0, 'now']]);
    made.drain(Infinity);
    assert.deepEqual(printed[1], [0, 'later']);
  });

  test('ends when its time is up, and the next one goes on', (t) => {
    const clock = fakeClock(t, 0);
    const { made, printed, write } = setUp({ print: () => clock.advance(1) });
    write(0, Array.from({ length: 100 }, (_, i) => `${i}\n`).join(''));
    assert.equal(made.drain(clock.time() + 10), true);
    const first = printed.length;
    assert.ok(first >= 10 && first < 40, `${first} lines`);
    write(1, 'not yet\n');
    assert.equal(made.drain(Infinity, false), false);
    assert.deepEqual(printed.map(([, text]) => text), Array.from({ length: 100 }, (_, i) => `${i}`));
    made.drain(Infinity);
    assert.deepEqual(printed.at(-1), [1, 'not yet']);
  });

  test('is not begun inside another one, and survives what throws', (t) => {
    const errors = t.mock.method(console, 'error', () => {});
    const { made, printed, write } = setUp({
      print() {
        assert.equal(made.drain(Infinity), false);
        throw new Error('full');
      },
    });
    write(0, 'a\nb\n');
    made.drain(Infinity);
    assert.deepEqual(printed, [[0, 'a'], [0, 'b']]);
    assert.equal(errors.mock.callCount(), 2);
  });
});

suite('the bell', () => {
  test('is lowered when nothing has come since the last look', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { native, at, made, write, bell } = setUp();
    let looks = 0;
    const host = { goOn: () => void looks++ };
    native.write(at + P.CONSOLE_BELL, P.BELL_HURRY);
    write(0, 'a\n');
    made.drain(Infinity);
    made.settle(host);
    assert.equal(bell(), P.BELL_AWAKE, 'it looks again soon');
    made.settle(host);
    t.mock.timers.tick(100);
    assert.equal(looks, 1);
    made.drain(Infinity);
    made.settle(host);
    assert.equal(bell(), P.BELL_ASLEEP);
    t.mock.timers.tick(100);
    assert.equal(looks, 1, 'it sleeps');
  });

  test('stays up for what has come in between', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { made, printed, write, bell } = setUp();
    const host = { goOn: () => void made.drain(Infinity) };
    write(0, 'late\n');
    made.settle(host);
    assert.equal(bell(), P.BELL_AWAKE);
    t.mock.timers.tick(100);
    assert.deepEqual(printed, [[0, 'late']]);
    made.close();
  });

  test('of the end stops the looks', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { made, write } = setUp();
    let looks = 0;
    write(0, 'a\n');
    made.drain(Infinity);
    made.settle({ goOn: () => void looks++ });
    made.close();
    t.mock.timers.tick(100);
    assert.equal(looks, 0);
  });
});

test('who waits for room is woken once there is some', async () => {
  const { native, at, made, write, head } = setUp();
  write(0, 'a\n');
  native.write(at + P.CONSOLE_FULL, 1);
  const wait = Atomics.waitAsync(new Int32Array(native.wasmMemory.buffer), (at + P.CONSOLE_HEAD) >>> 2, head(), 5000);
  assert.ok(wait.async);
  made.drain(Infinity);
  assert.equal(native.read(at + P.CONSOLE_FULL), 0);
  assert.equal(await wait.value, 'ok');
});
