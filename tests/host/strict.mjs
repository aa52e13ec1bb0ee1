// Makes Node as strict as browsers: TextDecoder and TextEncoder refuse shared memory. To be imported before the host.

/** @param {unknown} data */
function refuseShared(data) {
  const buffer = ArrayBuffer.isView(data) ? data.buffer : data;
  if (buffer instanceof SharedArrayBuffer) throw new TypeError('shared memory is not allowed here, as in browsers');
}

globalThis.TextDecoder = class extends TextDecoder {
  /** @param {AllowSharedBufferSource} [data] @param {TextDecodeOptions} [options] */
  decode(data, options) {
    refuseShared(data);
    return super.decode(data, options);
  }
};
globalThis.TextEncoder = class extends TextEncoder {
  /** @param {string} text @param {Uint8Array} data */
  encodeInto(text, data) {
    refuseShared(data);
    return super.encodeInto(text, data);
  }
};
