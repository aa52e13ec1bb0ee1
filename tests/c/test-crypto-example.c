// The examples of docs/crypto.md.
// FEATURE: F84
#include "check.h"

int main(void) {
  deputy_value digest = deputy_null();
  deputy_status status = deputy_crypto_digest("SHA-256", deputy_bytes("abc", 3), &digest);
  if (status != DEPUTY_OK) return deputy_report(status, &digest);
  CHECK_EQ(digest.len, 32);
  deputy_value_free(&digest);

  deputy_value key = deputy_null(), sealed = deputy_null();
  uint8_t nonce[12];
  deputy_crypto_random(nonce, sizeof nonce);
  deputy_value gcm = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-GCM"), DEPUTY_STR("iv"), deputy_bytes(nonce, sizeof nonce));
  deputy_crypto_generate(DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("AES-GCM"), DEPUTY_STR("length"), deputy_i32(256)), false, "encrypt decrypt", &key);
  status = deputy_crypto_encrypt(gcm, deputy_to_object(key), deputy_bytes("secret", 6), &sealed);
  CHECK_STATUS(status, DEPUTY_OK, &sealed);
  CHECK_EQ(sealed.len, 6 + 16);
  deputy_value_free(&key);
  deputy_value_free(&sealed);
  return check_result();
}
