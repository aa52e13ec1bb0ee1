
/* ---- deputy_crypto_*: what crypto.subtle does, waited for; source: c-shim/public/crypto.h ------------------------------ */

/** Internal: an array of the words in a text. \param text the words, with spaces in between \param words room for them \param room how many
 *  \returns the array \threads any thread, never blocks \since 0.1.0 */
static inline deputy_value deputy_crypto_words_(const char *text, deputy_value *words, size_t room) {
  size_t count = 0;
  while (*text && count < room) {
    size_t length = strcspn(text, " ");
    if (length > 0) words[count++] = deputy_str(text, length);
    text += length;
    text += strspn(text, " ");
  }
  return deputy_array(words, count);
}

/** A digest.
 *  \param algorithm "SHA-256", "SHA-384", "SHA-512" or "SHA-1"
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_js_call(); DEPUTY_NOT_FOUND also where there is no crypto.subtle: on pages that are no secure context
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_digest(const char *algorithm, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(algorithm), data};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.digest"), out, args, 2);
}

/** Makes a key of what is known of it.
 *  \param format "raw", "pkcs8", "spki" or "jwk"
 *  \param material deputy_bytes(), for "jwk" a record
 *  \param algorithm a string or a record such as DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("HMAC"), DEPUTY_STR("hash"), DEPUTY_STR("SHA-256"))
 *  \param extractable whether it can be exported
 *  \param usages what it may be used for, such as "encrypt decrypt", with spaces in between
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_digest(); a key that cannot be is DEPUTY_JS_EXCEPTION with the error of crypto.subtle
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_import(const char *format, deputy_value material, deputy_value algorithm, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {deputy_cstr(format), material, algorithm, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.importKey"), out, args, 5);
}

/** Makes a key, or a pair of them.
 *  \param algorithm as in deputy_crypto_import()
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or a record with `privateKey` and `publicKey`, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_import()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_generate(deputy_value algorithm, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {algorithm, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_UI, DEPUTY_FN("crypto.subtle.generateKey"), out, args, 3);
}

/** What is in a key.
 *  \param format as in deputy_crypto_import()
 *  \param key the key
 *  \param out receives the bytes, for "jwk" a record, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_import(); DEPUTY_STALE: no such key
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_export(const char *format, deputy_object key, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(format), deputy_object_value(key)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.exportKey"), out, args, 2);
}

/** Encrypts.
 *  \param algorithm a record, such as the name and `iv` of AES-GCM
 *  \param key the key
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_encrypt(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.encrypt"), out, args, 3);
}

/** Decrypts. What was tampered with is DEPUTY_JS_EXCEPTION, an OperationError.
 *  \param algorithm as it was encrypted with
 *  \param key the key
 *  \param data the bytes
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_decrypt(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.decrypt"), out, args, 3);
}

/** Signs, or makes a message authentication code.
 *  \param algorithm a string or a record
 *  \param key the key
 *  \param data deputy_bytes() or a string
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_sign(deputy_value algorithm, deputy_object key, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.sign"), out, args, 3);
}

/** Whether a signature is one.
 *  \param algorithm as it was signed with
 *  \param key the key
 *  \param signature the bytes
 *  \param data deputy_bytes() or a string
 *  \param out receives a boolean, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_verify(deputy_value algorithm, deputy_object key, deputy_value signature, deputy_value data, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), signature, data};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.verify"), out, args, 4);
}

/** Bits from a key: PBKDF2, HKDF, ECDH, X25519.
 *  \param algorithm a record; for ECDH and X25519 with the other side's key as `public`
 *  \param key the key
 *  \param bits how many
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_derive_bits(deputy_value algorithm, deputy_object key, uint32_t bits, deputy_value *out) {
  const deputy_value args[] = {algorithm, deputy_object_value(key), deputy_u32(bits)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.deriveBits"), out, args, 3);
}

/** A key from a key.
 *  \param algorithm as in deputy_crypto_derive_bits()
 *  \param key the key
 *  \param derived the algorithm of the new one
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_derive_key(deputy_value algorithm, deputy_object key, deputy_value derived, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {algorithm, deputy_object_value(key), derived, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.deriveKey"), out, args, 5);
}

/** A key, encrypted with another one.
 *  \param format as in deputy_crypto_import()
 *  \param key what is wrapped
 *  \param wrapping the key that it is encrypted with
 *  \param algorithm of that, such as "AES-KW"
 *  \param out receives the bytes, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_wrap(const char *format, deputy_object key, deputy_object wrapping, deputy_value algorithm, deputy_value *out) {
  const deputy_value args[] = {deputy_cstr(format), deputy_object_value(key), deputy_object_value(wrapping), algorithm};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.wrapKey"), out, args, 4);
}

/** The key that deputy_crypto_wrap() has encrypted.
 *  \param format as it was wrapped with
 *  \param wrapped the bytes
 *  \param wrapping the key that it was encrypted with
 *  \param algorithm of that
 *  \param of the algorithm of the key
 *  \param extractable as in deputy_crypto_import()
 *  \param usages as in deputy_crypto_import()
 *  \param out receives the key, an object, or the error; give it to deputy_value_free()
 *  \returns as deputy_crypto_export()
 *  \threads any thread, blocks until the page has done it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_crypto_unwrap(const char *format, deputy_value wrapped, deputy_object wrapping, deputy_value algorithm, deputy_value of, bool extractable, const char *usages, deputy_value *out) {
  deputy_value words[8];
  const deputy_value args[] = {deputy_cstr(format), wrapped, deputy_object_value(wrapping), algorithm, of, deputy_bool(extractable), deputy_crypto_words_(usages, words, 8)};
  return deputy_js_call(DEPUTY_ANY, DEPUTY_FN("crypto.subtle.unwrapKey"), out, args, 7);
}
