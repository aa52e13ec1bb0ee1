class SubError extends Error {
  constructor(message) {
    super(message);
    this.name = new.target.name;
  }
}
const hostileGetters = {
  get name() { throw new Error('name'); },
  get message() { throw new Error('message'); },
  get stack() { throw new Error('stack'); },
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const trapped = new Proxy({}, {
  get() { throw new Error('get'); },
  has() { throw new Error('has'); },
  getPrototypeOf() { throw new Error('getPrototypeOf'); },
});
const things = {
  Error: () => new Error('plain'),
  TypeError: () => new TypeError('a type'),
  subclass: () => new SubError('of a subclass'),
  renamed: () => Object.assign(new Error('by its name property'), { name: 'Renamed' }),
  'no message': () => new Error(),
  utf8: () => new Error('gr\u00fc\u00df \u20ac'),
  string: () => 'just a text',
  number: () => 42,
  null: () => null,
  undefined: () => undefined,
  symbol: () => Symbol('sym'),
  'like an error': () => ({ name: 'Like', message: 'not an instance' }),
  'throwing getters': () => hostileGetters,
  'throwing toString': () => ({ toString() { throw new Error('toString'); } }),
  'no prototype': () => Object.create(null),
  'revoked proxy': () => revoked.proxy,
  'trapped proxy': () => trapped,
  /** What the engine itself throws, which words it differently. */
  "the language's own"() {
    const nothing = /** @type {any} */ (null);
    try {
      return nothing.x;
    } catch (error) {
      return Object.assign(/** @type {Error} */ (error), { message: '' });
    }
  },
  long: () => new Error('x'.repeat(10000)),
};
export const module = {
  deputy: {
    imports: {
      fail(what) {
        throw things[what]();
      },
      one: () => 1,
    },
  },
};
