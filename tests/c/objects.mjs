// What the tests named after objects share.
import { equal } from '../runner/assert.mjs';

/** Imports that are objects. */
export function shops() {
  class Shop {
    constructor(name = 'nameless') {
      this.name = name;
      this.extra = 1;
      this.till = { sevens: 7, count() { return this.sevens; }, sum: 5 };
      this.hundred = Array.from({ length: 100 }, (_, i) => i);
      Object.defineProperty(this, 'fixed', { value: 0 });
    }
    sell(what, count) { return `${this.name} sells ${count} ${what}`; }
    self() { return this; }
    isMe(other) { return other === this; }
    list() { return [this, { shop: this }]; }
  }
  return { Shop, shop: new Shop('corner') };
}

/** Native code has given everything back. */
export function noneLeft(app, outcome) {
  equal(outcome.exit, 0, 'exit code');
  equal(app.deputy.stats().objects, 0, 'handles that are left');
}
