// Views of the shared memory. They are made anew only when an address lies beyond them: growing a shared memory leaves
// the old views valid for the old range.

export class Memory {
  // Set by refresh().
  /** @type {number} */
  size;
  /** @type {Uint8Array} */
  u8;
  /** @type {Int32Array} */
  i32;
  /** @type {Uint32Array} */
  u32;
  /** @type {Float64Array} */
  f64;

  /** @param {{ buffer: ArrayBufferLike }} memory  a WebAssembly.Memory, or anything with a buffer */
  constructor(memory) {
    this.memory = memory;
    /** Strings that stand for names, by number. @type {string[]} */
    this.texts = [];
    this.refresh();
  }

  refresh() {
    const buffer = this.memory.buffer;
    this.size = buffer.byteLength;
    this.u8 = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /**
   * Makes the views reach `address + length`; false if the memory itself does not.
   * @param {number} address
   * @param {number} length
   */
  covers(address, length) {
    if (address + length <= this.size) return true;
    this.refresh();
    return address + length <= this.size;
  }
}
