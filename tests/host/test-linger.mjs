// How long a host polls before it sleeps: as long as it pays, less and less while it does not, again when calls come soon
// after it fell asleep, longer for a caller that had to be woken, never with one processor and never for ever.
// FEATURE: F10
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock, fakeProcessors, Native, P } from './native.mjs';
import { Linger } from '../../emscripten-js/host/linger.js';
import { take } from '../../emscripten-js/host/inbox.js';

const forever = Infinity;

/** An awake, empty inbox, and a clock that moves on by a microsecond at every look. @param {import('node:test').TestContext} t */
function setUp(t, { processors = 4, most = 0.1, step = 0.001 } = {}) {
  fakeProcessors(t, processors);
  const clock = fakeClock(t, step);
  const native = new Native();
  take(native.memory, native.head);
  const linger = new Linger(most);
  /** Milliseconds that a poll without news takes. */
  const poll = (end = forever) => {
    const start = clock.time();
    assert.equal(linger.wait(native.memory, native.head, end, undefined), false);
    return clock.time() - start;
  };
  return { clock, native, linger, poll };
}

test('it polls for its time, and less and less when that finds nothing', (t) => {
  const { poll } = setUp(t);
  const times = Array.from({ length: 10 }, () => poll());
  assert.ok(times[0] > 0.09 && times[0] < 0.15, `${times[0]} ms at first`);
  for (let i = 1; i < 10; i++) assert.ok(times[i] <= times[i - 1] + 0.01, `${times}`);
  assert.ok(times[9] < 0.01, `${times[9]} ms in the end`);
});

test('news ends the poll at once, and makes it worth while', (t) => {
  const { native, linger, poll } = setUp(t);
  for (let i = 0; i < 3; i++) poll();
  const shorter = poll();
  let pumps = 0;
  const news = linger.wait(native.memory, native.head, forever, () => {
    if (++pumps === 2) native.post(native.home(), 'f');
  });
  assert.equal(news, true);
  assert.equal(pumps, 2);
  take(native.memory, native.head);
  assert.ok(poll() > 2 * shorter);
});

test('a ring soon after it fell asleep brings polling back, a late one does not', (t) => {
  const { clock, linger, poll } = setUp(t);
  for (let i = 0; i < 20 && poll() > 0.01; i++);
  clock.advance(1000);
  linger.woke(performance.now());
  assert.ok(poll() < 0.01);
  clock.advance(0.05);
  linger.woke(performance.now());
  assert.ok(poll() > 0.05);
});

test('a caller that had to be woken is given more time, once', (t) => {
  const { linger, poll } = setUp(t);
  const usual = poll();
  linger.woke(performance.now());
  linger.wokeCaller();
  assert.ok(poll() > 2 * usual);
  linger.woke(performance.now());
  assert.ok(poll() < 1.5 * usual);
});

test('it never goes beyond the end of the turn', (t) => {
  const { clock, poll } = setUp(t, { most: 10 });
  assert.ok(poll(clock.time() + 0.5) < 0.6);
});

test('with one processor it never polls, nor when told not to', (t) => {
  assert.ok(setUp(t, { processors: 1 }).poll() < 0.01);
  assert.ok(setUp(t, { most: 0 }).poll() < 0.01);
});

test('a clock that stands still does not make it poll for ever', (t) => {
  const { native, linger } = setUp(t, { step: 0 });
  let pumps = 0;
  assert.equal(linger.wait(native.memory, native.head, forever, () => void pumps++), false);
  assert.ok(pumps > 0 && pumps < 10000, `${pumps}`);
  assert.equal(native.read(native.head), P.INBOX_AWAKE);
});
