
/* ---- deputy_asset_*: what lies at an address, as memory, file or code, when it is wanted; source: c-shim/public/asset.h --------- */

/** Hears how a download goes on.
 *  \param done bytes that have come
 *  \param total how many there will be, 0 if nobody knows
 *  \param userdata what is in the options
 *  \returns true to go on; false ends the download with DEPUTY_CANCELLED
 *  \threads the thread that waits for the download \since 0.1.0 */
typedef bool (*deputy_asset_progress_fn)(uint64_t done, uint64_t total, void *userdata);

/** How an asset is downloaded. Zeroed but for struct_size, it means the defaults. \threads any thread, never blocks \since 0.1.0 */
typedef struct deputy_asset_options {
  size_t struct_size; /**< sizeof(deputy_asset_options) */
  /** NULL, or as `integrity` in HTML: "sha384-" and the hash in base64, also with "sha256-" or "sha512-". Of several, with spaces in
   *  between, those of the strongest kind count, and one of them must be right. */
  const char *integrity;
  deputy_asset_progress_fn progress; /**< NULL, or hears how it goes on */
  void *userdata;                    /**< given to progress */
  uint32_t stall_ms;                 /**< milliseconds to wait for the headers, and each time for a byte; 0 waits without limit */
  deputy_task cancel;                /**< 0, or a task: when it is cancelled, so is the download. It stays the caller's */
} deputy_asset_options;

/** Internal: whether the bytes have one of the hashes. \param bytes the bytes \param len their number \param integrity the hashes \param out_error
 *  as in deputy_asset_load() \returns as deputy_asset_load() \threads any thread, blocks until it is done, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_verify_(const void *bytes, size_t len, const char *integrity, deputy_value *out_error) {
  static const char *const kinds[] = {"sha512-", "sha384-", "sha256-"}, *const names[] = {"SHA-512", "SHA-384", "SHA-256"};
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t kind = 0;
  const char *hash = NULL;
  for (; kind < 3; kind++) {
    /* At the beginning of a word. */
    for (hash = strstr(integrity, kinds[kind]); hash && hash != integrity && hash[-1] != ' '; hash = strstr(hash + 1, kinds[kind])) {}
    if (hash) break;
  }
  if (!hash) return DEPUTY_INVALID_ARGUMENT;
  deputy_value digest = deputy_null();
  deputy_status status = deputy_crypto_digest(names[kind], deputy_bytes(bytes, len), &digest);
  if (status != DEPUTY_OK) {
    if (out_error) *out_error = digest;
    else deputy_value_free(&digest);
    return status;
  }
  char text[96], *end = text;
  const unsigned char *at = (const unsigned char *)digest.data.address;
  for (size_t left = digest.len; left > 0 && left <= 64; left -= left < 3 ? left : 3, at += 3) {
    const uint32_t bits = (uint32_t)at[0] << 16 | (left > 1 ? (uint32_t)at[1] << 8 : 0) | (left > 2 ? (uint32_t)at[2] : 0);
    *end++ = digits[bits >> 18];
    *end++ = digits[bits >> 12 & 63];
    *end++ = left > 1 ? digits[bits >> 6 & 63] : '=';
    *end++ = left > 2 ? digits[bits & 63] : '=';
  }
  deputy_value_free(&digest);
  const size_t length = (size_t)(end - text);
  for (const char *word = integrity; *word; word += strcspn(word, " "), word += strspn(word, " ")) {
    /* What follows a question mark is for others. */
    if (strncmp(word, kinds[kind], 7) == 0 && strcspn(word, " ?") == 7 + length && memcmp(word + 7, text, length) == 0) return DEPUTY_OK;
  }
  return DEPUTY_CORRUPT;
}

/** Internal: reads a body to its end. \param response the response \param options the options \param out_bytes receives the bytes, also when it
 *  fails \param out_len their number \returns as deputy_asset_load() \threads any thread, blocks until it is done, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_read_(struct deputy_http_response *response, const deputy_asset_options *options, void **out_bytes, size_t *out_len) {
  const size_t least = 65536, most = 262144;
  const uint32_t slice = 50;
  const uint64_t told = deputy_http_length(response);
  const uint64_t total = told == UINT64_MAX ? 0 : told;
  size_t room = 0, len = 0;
  uint32_t waited = 0;
  for (;;) {
    if (room - len < least) {
      const uint64_t wanted = room == 0 && total > 0 ? total + least : (uint64_t)room + room / 2 + 2 * least;
      void *more = wanted <= SIZE_MAX / 2 ? realloc(*out_bytes, (size_t)wanted) : NULL;
      if (!more) return DEPUTY_NO_MEMORY;
      *out_bytes = more;
      room = (size_t)wanted;
    }
    size_t count = 0;
    /* Not all at once: progress is heard of. */
    const deputy_status status = deputy_http_read(response, (char *)*out_bytes + len, room - len < most ? room - len : most, &count);
    if (options->cancel && deputy_task_wait(options->cancel, 0, NULL) == DEPUTY_CANCELLED) return DEPUTY_CANCELLED;
    if (status == DEPUTY_TIMED_OUT && options->cancel) {
      /* Nothing is lost by a read whose time is up. */
      waited += slice;
      if (options->stall_ms == 0 || waited < options->stall_ms) continue;
    }
    if (status != DEPUTY_OK) return status;
    waited = 0;
    if (count == 0) break;
    len += count;
    if (options->progress && !options->progress(len, total, options->userdata)) return DEPUTY_CANCELLED;
  }
  *out_len = len;
  return DEPUTY_OK;
}

/** Downloads into memory, and waits for it.
 *  \param url NUL-terminated; on a page it may be relative to it
 *  \param options NULL, or how
 *  \param out_bytes receives the bytes, of malloc(): give them to free(). There is a NUL behind them
 *  \param out_len receives their number
 *  \param out_error NULL, or receives an error value where JavaScript gave one; give it to deputy_value_free()
 *  \returns DEPUTY_OK; DEPUTY_NOT_FOUND: the server answered with another status than 2xx; DEPUTY_JS_EXCEPTION: the network failed, or
 *           the browser forbids the request; DEPUTY_CLOSED: the connection broke; DEPUTY_CORRUPT: it has none of the hashes;
 *           DEPUTY_TIMED_OUT; DEPUTY_CANCELLED; DEPUTY_NO_MEMORY; DEPUTY_INVALID_ARGUMENT: something is NULL, struct_size is wrong, or the
 *           hashes are of no known kind; DEPUTY_WOULD_BLOCK: on the UI
 *  \threads any thread, blocks until it is there, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_load(const char *url, const deputy_asset_options *options, void **out_bytes, size_t *out_len, deputy_value *out_error) {
  deputy_asset_options given;
  memset(&given, 0, sizeof given);
  if (!url || !out_bytes || !out_len || (options && options->struct_size != sizeof given)) return DEPUTY_INVALID_ARGUMENT;
  if (options) given = *options;
  struct deputy_http_request *request = NULL;
  struct deputy_http_response *response = NULL;
  deputy_status status = deputy_http_request_new("GET", url, &request);
  if (status != DEPUTY_OK) return status;
  deputy_http_request_limits(request, given.stall_ms, given.cancel ? 50 : given.stall_ms, given.cancel);
  status = deputy_http_send(request, out_error, &response);
  deputy_http_request_free(request);
  if (status != DEPUTY_OK) return status;
  void *bytes = NULL;
  size_t len = 0;
  const uint32_t answer = deputy_http_status(response);
  status = answer >= 200 && answer < 300 ? deputy_asset_read_(response, &given, &bytes, &len) : DEPUTY_NOT_FOUND;
  deputy_http_free(response);
  if (status == DEPUTY_OK && given.integrity) status = deputy_asset_verify_(bytes, len, given.integrity, out_error);
  if (status != DEPUTY_OK) {
    free(bytes);
    return status;
  }
  ((char *)bytes)[len] = 0;
  *out_bytes = bytes;
  *out_len = len;
  return DEPUTY_OK;
}

/** Downloads into a file, and waits for it. The file is there when all of it has come and has the hash: until then there is what was there
 *  before.
 *  \param url as in deputy_asset_load()
 *  \param path NUL-terminated; what is there is replaced
 *  \param options as in deputy_asset_load()
 *  \param out_error as in deputy_asset_load()
 *  \returns as deputy_asset_load(); DEPUTY_NO_SPACE: there is no room for the file; DEPUTY_INVALID_ARGUMENT: also if there can be no file at path:
 *           errno tells why
 *  \threads any thread, blocks until it is there, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_save(const char *url, const char *path, const deputy_asset_options *options, deputy_value *out_error) {
  void *bytes = NULL;
  size_t len = 0;
  if (!path) return DEPUTY_INVALID_ARGUMENT;
  deputy_status status = deputy_asset_load(url, options, &bytes, &len, out_error);
  if (status != DEPUTY_OK) return status;
  /* Of its own: two threads may download the same. */
  static unsigned count;
  const size_t room = strlen(path) + 32;
  char *part = (char *)malloc(room);
  if (part) snprintf(part, room, "%s.part%u", path, __atomic_fetch_add(&count, 1u, __ATOMIC_RELAXED));
  FILE *file = part ? fopen(part, "wb") : NULL;
  bool good = file && fwrite(bytes, 1, len, file) == len;
  if (file && fclose(file) != 0) good = false;
  good = good && rename(part, path) == 0;
  if (!good) {
    const int why = errno;
    status = !part ? DEPUTY_NO_MEMORY : why == ENOSPC || why == ENOMEM || why == EDQUOT ? DEPUTY_NO_SPACE : DEPUTY_INVALID_ARGUMENT;
    if (file) remove(part);
    errno = why;
  }
  free(part);
  free(bytes);
  return status;
}

/** Internal: what is missing for the code to be loaded, NUL-terminated, of malloc(); NULL if nothing is.
 *  \param bytes the WebAssembly \param len its bytes \returns the text \threads any thread, never blocks \since 0.1.0 */
extern char *deputy_js_asset_missing(const void *bytes, size_t len);

/** Downloads a side module, loads it into the program as dlopen() does, and waits for it. The program must be linked with -sMAIN_MODULE=2 and have
 *  what the module needs; that is looked at before, because dlopen() would end the program.
 *  \param url as in deputy_asset_load()
 *  \param options as in deputy_asset_load()
 *  \param out_module receives what dlsym() takes; a module stays loaded
 *  \param out_error as in deputy_asset_load(); a string tells what is missing
 *  \returns as deputy_asset_load(); DEPUTY_UNSUPPORTED: it is no side module, or of another kind, or needs what the program does not have, or the
 *           program was linked without -sMAIN_MODULE
 *  \threads any thread, blocks until all threads have it, on the UI returns DEPUTY_WOULD_BLOCK \since 0.1.0 */
static inline deputy_status deputy_asset_open(const char *url, const deputy_asset_options *options, void **out_module, deputy_value *out_error) {
  void *bytes = NULL;
  size_t len = 0;
  if (!out_module) return DEPUTY_INVALID_ARGUMENT;
  deputy_status status = deputy_asset_load(url, options, &bytes, &len, out_error);
  if (status != DEPUTY_OK) return status;
  char *missing = deputy_js_asset_missing(bytes, len);
  void *module = NULL;
  if (!missing) {
    static unsigned count;
    char path[40];
    snprintf(path, sizeof path, "/tmp/.deputy-module%u", __atomic_fetch_add(&count, 1u, __ATOMIC_RELAXED));
    FILE *file = fopen(path, "wb");
    const bool whole = file && fwrite(bytes, 1, len, file) == len;
    if (file && fclose(file) == 0 && whole) module = dlopen(path, RTLD_NOW);
    else status = DEPUTY_NO_SPACE;
    if (file) remove(path);
    if (status == DEPUTY_OK && !module) {
      const char *why = dlerror();
      missing = (char *)malloc(strlen(why) + 1);
      if (missing) strcpy(missing, why);
    }
  }
  free(bytes);
  if (module) {
    *out_module = module;
    return DEPUTY_OK;
  }
  if (status == DEPUTY_OK) status = DEPUTY_UNSUPPORTED;
  if (missing && out_error) {
    const deputy_value text = deputy_cstr(missing);
    deputy_value_copy(&text, out_error);
  }
  free(missing);
  return status;
}
