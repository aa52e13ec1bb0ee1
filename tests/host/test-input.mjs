// Standard input, the page's half: each kind of source, when it is asked, lines and parts of them, the end, sources that fail, and what is no source.
// FEATURE: F76
import assert from 'node:assert/strict';
import { describe as suite, test } from 'node:test';
import './strict.mjs';
import { Input } from '../../emscripten-js/host/input.js';

/** @param {any} [given] */
function setUp(given) {
  const seen = { news: 0 };
  const input = new Input(given, () => void seen.news++);
  /** What a read gives: a text, '' at the end, or null if it would wait. @param {number} [room] */
  const read = (room = 100) => {
    const to = new Uint8Array(new SharedArrayBuffer(room + 2)).fill(1);
    const length = input.read(to, 1, room);
    assert.ok(to[0] === 1 && to[Math.max(length, 0) + 1] === 1, 'nothing else is written');
    return length < 0 ? null : new TextDecoder().decode(to.slice(1, 1 + length));
  };
  return { input, seen, read };
}

/** A turn of the event loop. */
const later = () => new Promise((resolve) => setImmediate(resolve));

/** Wants and reads until the end, or until nothing comes. @param {ReturnType<typeof setUp>} of */
async function all({ input, read }) {
  let text = '';
  for (let idle = 0; idle < 10;) {
    const got = read();
    if (got === '') return text;
    if (got === null) {
      input.want();
      await later();
      idle++;
    } else {
      text += got;
      idle = 0;
      assert.ok(text.length < 100, 'it never ends');
    }
  }
  return `${text}...`;
}

suite('what the page writes', () => {
  test('is read up to the end of a line, or what there is room for', () => {
    const { input, seen, read } = setUp();
    assert.equal(read(), null);
    assert.equal(input.isReady(), false);
    input.write('one\ntwo\nth');
    assert.deepEqual([input.isReady(), seen.news], [true, 1]);
    assert.deepEqual([read(), read(2), read(), read(), read()], ['one\n', 'tw', 'o\n', 'th', null]);
    input.write(new TextEncoder().encode('ä\n'));
    assert.deepEqual([read(1), read(9)], ['\ufffd', '\ufffd\n']);
    assert.throws(() => input.write(/** @type {any} */ (7)), TypeError);
    input.write('');
    assert.equal(input.isReady(), false);
  });

  test('is copied', () => {
    const { input, read } = setUp();
    const bytes = new TextEncoder().encode('abc');
    input.write(bytes);
    bytes.fill(0);
    assert.equal(read(), 'abc');
  });

  test('may be in shared memory', () => {
    const { input, read } = setUp();
    input.write(new Uint8Array(new SharedArrayBuffer(2)).fill(65));
    assert.equal(read(), 'AA');
  });

  test('has an end, after which nothing comes', () => {
    const { input, seen, read } = setUp();
    input.write('last');
    input.end();
    assert.equal(seen.news, 2);
    assert.deepEqual([read(), read(), read()], ['last', '', '']);
    assert.equal(input.isReady(), true);
    assert.throws(() => input.write('more'), /has ended/);
  });
});

suite('a source', () => {
  test('may be all there is', async () => {
    for (const given of ['a\nb', new TextEncoder().encode('a\nb')]) assert.equal(await all(setUp(given)), 'a\nb');
    assert.equal(await all(setUp('')), '');
  });

  test('may be a function, which is asked only while somebody waits, once for each answer', async () => {
    let asked = 0;
    const answers = ['1\n', Promise.resolve('2\n'), new TextEncoder().encode('3\n'), null];
    const of = setUp(() => answers[asked++]);
    await later();
    assert.equal(asked, 0);
    of.input.want();
    of.input.want();
    await later();
    assert.equal(asked, 1);
    of.input.want();
    await later();
    assert.equal(asked, 1, 'there is something to read');
    assert.equal(await all(of), '1\n2\n3\n');
    of.input.want();
    assert.equal(asked, 4);
  });

  test('may be a stream or what can be iterated', async () => {
    const stream = new ReadableStream({
      start(to) {
        for (const text of ['x\n', 'y']) to.enqueue(text);
        to.close();
      },
    });
    assert.equal(await all(setUp(stream)), 'x\ny');
    assert.equal(await all(setUp((async function* () {
      yield 'p';
      yield new Uint8Array([113]);
    })())), 'pq');
  });

  test('that fails is told of, and is the end', async (t) => {
    const errors = t.mock.method(console, 'error', () => {});
    for (const given of [
      () => { throw new Error('now'); },
      () => Promise.reject(new Error('later')),
      () => 7,
      new ReadableStream({ pull: () => { throw new Error('stream'); } }),
    ]) {
      errors.mock.resetCalls();
      assert.equal(await all(setUp(given)), '', String(given));
      assert.equal(errors.mock.callCount(), 1, String(given));
    }
  });

  test('can be written to as well', async () => {
    /** @type {(text: string | null) => void} */
    let answer = () => {};
    const of = setUp(() => new Promise((resolve) => void (answer = resolve)));
    of.input.want();
    of.input.write('typed\n');
    assert.equal(of.read(), 'typed\n');
    answer('given\n');
    await later();
    assert.equal(of.read(), 'given\n');
  });

  test('is refused if it is none', () => {
    for (const given of [7, true, {}, Symbol('x')]) assert.throws(() => setUp(given), TypeError);
  });
});
