// crypto.subtle, waited for: the vectors of the standards, keys as handles, keys from keys, signatures, wrapped keys, tampering and wrong use; from
// every executor; random bytes of any size.
// FEATURE: F84
// TIMEOUT: 60
#include "executors.h"

static size_t from_hex(const char *hex, uint8_t *bytes) {
  size_t length = strlen(hex) / 2;
  for (size_t i = 0; i < length; i++) {
    char pair[3] = {hex[2 * i], hex[2 * i + 1], 0};
    bytes[i] = (uint8_t)strtol(pair, NULL, 16);
  }
  return length;
}
/* A value of these bytes, in memory of the caller's. */
static deputy_value hex_in(const char *hex, uint8_t *room) { return deputy_bytes(room, from_hex(hex, room)); }
#define HEX(text) hex_in(text, (uint8_t[sizeof(text) / 2 + 1]){0})

static void check_bytes(deputy_status status, deputy_value *out, const char *expected, const char *what) {
  check_status(status, DEPUTY_OK, out, what, __FILE__, __LINE__);
  uint8_t bytes[256];
  size_t length = from_hex(expected, bytes);
  if (out->tag != DEPUTY_VALUE_BYTES || out->len < length || memcmp(out->data.bytes, bytes, length) != 0) {
    check_fail(__FILE__, __LINE__, what);
    fprintf(stderr, "got other bytes (%u, tag %d)\n", (unsigned)out->len, out->tag);
  }
  deputy_value_free(out);
}
#define GIVES(call, expected) check_bytes((call), &out, (expected), #call)
#define NAMED(text) DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR(text))

static deputy_object imported(const char *format, deputy_value material, deputy_value algorithm, const char *usages) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_crypto_import(format, material, algorithm, true, usages, &out), DEPUTY_OK, &out);
  return deputy_to_object(out);
}
static bool verified(deputy_value algorithm, deputy_object key, deputy_value signature, deputy_value data) {
  deputy_value out = deputy_null();
  CHECK_STATUS(deputy_crypto_verify(algorithm, key, signature, data, &out), DEPUTY_OK, &out);
  return out.tag == DEPUTY_VALUE_BOOL && out.data.boolean;
}
static deputy_object of_pair(const deputy_value *pair, const char *which) { return deputy_to_object(deputy_record_get(pair, which)); }

static void digests(const char *executor) {
  (void)executor;
  deputy_value out = deputy_null(), abc = deputy_bytes("abc", 3);
  GIVES(deputy_crypto_digest("SHA-1", abc, &out), "a9993e364706816aba3e25717850c26c9cd0d89d");
  GIVES(deputy_crypto_digest("SHA-256", abc, &out), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  GIVES(deputy_crypto_digest("SHA-384", abc, &out),
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  GIVES(deputy_crypto_digest("SHA-512", abc, &out),
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  GIVES(deputy_crypto_digest("SHA-256", deputy_bytes("", 0), &out), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK_STATUS(deputy_crypto_digest("MD5", abc, &out), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), "NotSupportedError");
  deputy_value_free(&out);

  static uint8_t one[100000], other[100000];
  CHECK_EQ(deputy_crypto_random(one, sizeof one), DEPUTY_OK);
  CHECK_EQ(deputy_crypto_random(other, sizeof other), DEPUTY_OK);
  CHECK(memcmp(one, other, 64) != 0);
  CHECK(memcmp(one + sizeof one - 64, other + sizeof other - 64, 64) != 0);
  CHECK_EQ(deputy_crypto_random(NULL, 0), DEPUTY_OK);

  deputy_object key = imported("raw", deputy_bytes("Jefe", 4), DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("HMAC"), DEPUTY_STR("hash"), DEPUTY_STR("SHA-256")), "sign verify");
  deputy_value data = deputy_cstr("what do ya want for nothing?");
  deputy_value bytes = deputy_bytes(data.data.string, data.len);
  GIVES(deputy_crypto_sign(deputy_cstr("HMAC"), key, bytes, &out), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(verified(deputy_cstr("HMAC"), key, HEX("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"), bytes));
  CHECK(!verified(deputy_cstr("HMAC"), key, HEX("00dcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"), bytes));
  CHECK_STATUS(deputy_crypto_encrypt(NAMED("AES-GCM"), key, bytes, &out), DEPUTY_JS_EXCEPTION, &out);
  deputy_value_free(&out);
  deputy_object_free(key);
  UNTIL(deputy_crypto_export("raw", key, NULL) == DEPUTY_STALE);
}

static void ciphers(void) {
  deputy_value out = deputy_null();
  deputy_value block = HEX("6bc1bee22e409f96e93d7e117393172a");
  deputy_object cbc = imported("raw", HEX("2b7e151628aed2a6abf7158809cf4f3c"), deputy_cstr("AES-CBC"), "encrypt decrypt");
  deputy_value iv = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-CBC"), DEPUTY_STR("iv"), HEX("000102030405060708090a0b0c0d0e0f"));
  GIVES(deputy_crypto_encrypt(iv, cbc, block, &out), "7649abac8119b246cee98e9b12e9197d");
  deputy_object ctr = imported("raw", HEX("2b7e151628aed2a6abf7158809cf4f3c"), deputy_cstr("AES-CTR"), "encrypt decrypt");
  deputy_value counter = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-CTR"), DEPUTY_STR("counter"), HEX("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), DEPUTY_STR("length"), deputy_i32(64));
  GIVES(deputy_crypto_encrypt(counter, ctr, block, &out), "874d6191b620e3261bef6864990db6ce");
  deputy_value zero = HEX("00000000000000000000000000000000");
  deputy_object gcm = imported("raw", zero, deputy_cstr("AES-GCM"), "encrypt decrypt");
  deputy_value nonce = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-GCM"), DEPUTY_STR("iv"), HEX("000000000000000000000000"));
  GIVES(deputy_crypto_encrypt(nonce, gcm, zero, &out), "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
  GIVES(deputy_crypto_decrypt(nonce, gcm, HEX("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"), &out), "00000000000000000000000000000000");
  CHECK_STATUS(deputy_crypto_decrypt(nonce, gcm, HEX("0488dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"), &out), DEPUTY_JS_EXCEPTION, &out);
  CHECK_CSTR(deputy_error_name(&out), "OperationError");
  deputy_value_free(&out);

  /* A key that travels in another one. */
  deputy_object outer = imported("raw", HEX("000102030405060708090a0b0c0d0e0f"), deputy_cstr("AES-KW"), "wrapKey unwrapKey");
  deputy_object inner = imported("raw", HEX("00112233445566778899aabbccddeeff"), deputy_cstr("AES-GCM"), "encrypt decrypt");
  GIVES(deputy_crypto_wrap("raw", inner, outer, deputy_cstr("AES-KW"), &out), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
  CHECK_STATUS(deputy_crypto_unwrap("raw", HEX("1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5"), outer, deputy_cstr("AES-KW"), deputy_cstr("AES-GCM"), true, " encrypt  decrypt ", &out), DEPUTY_OK, &out);
  deputy_object again = deputy_to_object(out);
  GIVES(deputy_crypto_export("raw", again, &out), "00112233445566778899aabbccddeeff");
  CHECK_STATUS(deputy_crypto_export("jwk", again, &out), DEPUTY_OK, &out);
  CHECK_TEXT(deputy_record_get(&out, "kty"), "oct");
  deputy_value_free(&out);
  const deputy_object keys[] = {cbc, ctr, gcm, outer, inner, again};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) deputy_object_free(keys[i]);
}

static void derivations(void) {
  deputy_value out = deputy_null();
  /* Such keys are never extractable. */
  CHECK_STATUS(deputy_crypto_import("raw", deputy_bytes("passwd", 6), deputy_cstr("PBKDF2"), false, "deriveBits deriveKey", &out), DEPUTY_OK, &out);
  deputy_object password = deputy_to_object(out);
  deputy_value pbkdf2 = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("PBKDF2"), DEPUTY_STR("hash"), DEPUTY_STR("SHA-256"), DEPUTY_STR("salt"), deputy_bytes("salt", 4), DEPUTY_STR("iterations"), deputy_i32(1));
  GIVES(deputy_crypto_derive_bits(pbkdf2, password, 256, &out), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
  CHECK_STATUS(deputy_crypto_derive_key(pbkdf2, password, DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-GCM"), DEPUTY_STR("length"), deputy_i32(256)), true, "encrypt", &out), DEPUTY_OK, &out);
  deputy_object derived = deputy_to_object(out);
  GIVES(deputy_crypto_export("raw", derived, &out), "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
  deputy_object_free(derived), deputy_object_free(password);

  deputy_object secret = 0;
  deputy_value material = HEX("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  CHECK_STATUS(deputy_crypto_import("raw", material, deputy_cstr("HKDF"), false, "deriveBits", &out), DEPUTY_OK, &out);
  secret = deputy_to_object(out);
  deputy_value hkdf = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("HKDF"), DEPUTY_STR("hash"), DEPUTY_STR("SHA-256"), DEPUTY_STR("salt"), HEX("000102030405060708090a0b0c"), DEPUTY_STR("info"), HEX("f0f1f2f3f4f5f6f7f8f9"));
  GIVES(deputy_crypto_derive_bits(hkdf, secret, 336, &out), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  deputy_object_free(secret);

  /* Two sides agree. */
  deputy_value p256 = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("ECDH"), DEPUTY_STR("namedCurve"), DEPUTY_STR("P-256"));
  deputy_value a = deputy_null(), b = deputy_null(), ab = deputy_null(), ba = deputy_null();
  CHECK_STATUS(deputy_crypto_generate(p256, true, "deriveBits", &a), DEPUTY_OK, &a);
  CHECK_STATUS(deputy_crypto_generate(p256, true, "deriveBits", &b), DEPUTY_OK, &b);
  CHECK_STATUS(deputy_crypto_derive_bits(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("ECDH"), DEPUTY_STR("public"), deputy_object_value(of_pair(&b, "publicKey"))), of_pair(&a, "privateKey"), 256, &ab), DEPUTY_OK, &ab);
  CHECK_STATUS(deputy_crypto_derive_bits(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("ECDH"), DEPUTY_STR("public"), deputy_object_value(of_pair(&a, "publicKey"))), of_pair(&b, "privateKey"), 256, &ba), DEPUTY_OK, &ba);
  CHECK(ab.len == 32 && ba.len == 32 && memcmp(ab.data.bytes, ba.data.bytes, 32) == 0);
  deputy_value_free(&a), deputy_value_free(&b), deputy_value_free(&ab), deputy_value_free(&ba);
}

static void signs(deputy_value generated, deputy_value used) {
  deputy_value pair = deputy_null(), signature = deputy_null(), data = deputy_bytes("some text", 9);
  CHECK_STATUS(deputy_crypto_generate(generated, true, "sign verify", &pair), DEPUTY_OK, &pair);
  CHECK_STATUS(deputy_crypto_sign(used, of_pair(&pair, "privateKey"), data, &signature), DEPUTY_OK, &signature);
  CHECK(verified(used, of_pair(&pair, "publicKey"), signature, data));
  CHECK(!verified(used, of_pair(&pair, "publicKey"), signature, deputy_bytes("some Text", 9)));
  deputy_value exported = deputy_null();
  CHECK_STATUS(deputy_crypto_export("pkcs8", of_pair(&pair, "privateKey"), &exported), DEPUTY_OK, &exported);
  deputy_value_free(&exported);
  CHECK_STATUS(deputy_crypto_export("spki", of_pair(&pair, "publicKey"), &exported), DEPUTY_OK, &exported);
  deputy_object key = imported("spki", exported, generated, "verify");
  CHECK(verified(used, key, signature, data));
  deputy_object_free(key);
  deputy_value_free(&exported), deputy_value_free(&pair), deputy_value_free(&signature);
}

static void signatures(void) {
  deputy_value out = deputy_null(), sha = DEPUTY_STR("SHA-256"), exponent = HEX("010001");
  signs(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("ECDSA"), DEPUTY_STR("namedCurve"), DEPUTY_STR("P-256")), DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("ECDSA"), DEPUTY_STR("hash"), sha));
  signs(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("RSA-PSS"), DEPUTY_STR("hash"), sha, DEPUTY_STR("modulusLength"), deputy_i32(2048), DEPUTY_STR("publicExponent"), exponent), DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("RSA-PSS"), DEPUTY_STR("saltLength"), deputy_i32(32)));
  signs(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("RSASSA-PKCS1-v1_5"), DEPUTY_STR("hash"), sha, DEPUTY_STR("modulusLength"), deputy_i32(2048), DEPUTY_STR("publicExponent"), exponent), NAMED("RSASSA-PKCS1-v1_5"));

  deputy_value pair = deputy_null(), secret = deputy_null();
  CHECK_STATUS(deputy_crypto_generate(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("RSA-OAEP"), DEPUTY_STR("hash"), sha, DEPUTY_STR("modulusLength"), deputy_i32(2048), DEPUTY_STR("publicExponent"), exponent), true, "encrypt decrypt", &pair), DEPUTY_OK, &pair);
  CHECK_STATUS(deputy_crypto_encrypt(NAMED("RSA-OAEP"), of_pair(&pair, "publicKey"), deputy_bytes("abc", 3), &secret), DEPUTY_OK, &secret);
  GIVES(deputy_crypto_decrypt(NAMED("RSA-OAEP"), of_pair(&pair, "privateKey"), secret, &out), "616263");
  deputy_value_free(&pair), deputy_value_free(&secret);

  /* RFC 8032, test 1. */
  deputy_value empty = deputy_bytes("", 0);
  deputy_object public = imported("raw", HEX("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), deputy_cstr("Ed25519"), "verify");
  deputy_object private = imported("pkcs8", HEX("302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), deputy_cstr("Ed25519"), "sign");
  GIVES(deputy_crypto_sign(deputy_cstr("Ed25519"), private, empty, &out),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  CHECK(verified(deputy_cstr("Ed25519"), public, HEX("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"), empty));
  deputy_object_free(public), deputy_object_free(private);
}

int main(void) {
  ON_EACH_EXECUTOR(digests);
  ciphers();
  derivations();
  signatures();
  nothing_left();
  return check_result();
}
