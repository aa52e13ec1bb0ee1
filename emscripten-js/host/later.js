// An async call that is out: what a cancellation finds.

export class Later {
  /**
   * @param {number} serial  tells this call from later ones in the same frame
   * @param {import('./host.js').Sender} sender
   */
  constructor(serial, sender) {
    this.serial = serial;
    this.sender = sender;
    /** The handle its result is bound to, 0 if none. */
    this.into = 0;
    /** @type {AbortController | null} */
    this.controller = null;
  }

  /** The signal for the function; made only for functions that want one. */
  signal() {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  abort() {
    try {
      this.controller?.abort();
    } catch (thrown) {
      console.error('deputy: a listener of an AbortSignal failed:', thrown);
    }
  }
}
