// Views of the shared memory. They are made anew only when an address lies beyond them: growing a shared memory leaves
// the old views valid for the old range.

export class Memory {
  /** @param {{ buffer: ArrayBufferLike }} memory  a WebAssembly.Memory, or anything with a buffer */
  constructor(memory) {
    this.memory = memory;
    /** Strings that stand for names, by number. @type {string[]} */
    this.texts = [];
    this.refresh();
  }

  refresh() {
    const buffer = this.memory.buffer;
    /** @type {number} */
    this.size = buffer.byteLength;
    /** @type {Uint8Array} */
    this.u8 = new Uint8Array(buffer);
    /** @type {Int32Array} */
    this.i32 = new Int32Array(buffer);
    /** @type {Uint32Array} */
    this.u32 = new Uint32Array(buffer);
    /** @type {Float64Array} */
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
