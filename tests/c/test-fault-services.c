// The platform's services fail, each function of theirs at each time it is called: it throws, or its promise is rejected. Whoever waits is
// told, with a status that is documented, nothing of it stays, and the next time it works.
// FEATURE: F113
// TIMEOUT: 60
// ERRORS: on purpose|WebSocket|could not be|Loading Worker
#define _GNU_SOURCE
#include "http.h"
#include "objects.h"

static bool trying;

/* While something fails: anything but what says that the runtime is wrong. */
#define MAY(call) may((call), #call, __FILE__, __LINE__)
static bool may(deputy_status status, const char *what, const char *file, int line) {
  if (status == DEPUTY_OK) return true;
  bool told = status == DEPUTY_JS_EXCEPTION || status == DEPUTY_CLOSED || status == DEPUTY_INVALID_ARGUMENT || status == DEPUTY_NOT_FOUND ||
              status == DEPUTY_NO_THREADS || status == DEPUTY_NO_MEMORY || status == DEPUTY_UNSUPPORTED;
  if (!trying || !told) check_status(status, DEPUTY_OK, NULL, what, file, line);
  return false;
}

static void gets(void) {
  deputy_http_request *made = request("GET", "one");
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  char text[16];
  size_t total;
  if (MAY(deputy_http_send(made, &error, &response))) {
    if (MAY(read_all(response, text, sizeof text, 4, &total))) CHECK(total == 9 && memcmp(text, "one piece", 9) == 0);
    deputy_http_free(response);
  }
  deputy_value_free(&error);
  deputy_http_request_free(made);
}

static void uploads(void) {
  deputy_http_request *made = request("POST", "back");
  deputy_http_upload *upload = NULL;
  deputy_http_response *response = NULL;
  deputy_value error = deputy_null();
  if (MAY(deputy_http_upload_begin(made, &error, &upload))) {
    bool good = MAY(deputy_http_upload_write(upload, "in a piece", 10, BOUND)) && MAY(deputy_http_upload_flush(upload, BOUND));
    deputy_value_free(&error);
    char text[16];
    size_t total;
    if (good && MAY(deputy_http_upload_end(upload, &error, &response))) {
      if (MAY(read_all(response, text, sizeof text, sizeof text, &total))) CHECK(total == 10 && memcmp(text, "in a piece", 10) == 0);
      deputy_http_free(response);
    }
    deputy_http_upload_free(upload);
  }
  deputy_value_free(&error);
  deputy_http_request_free(made);
}

static void talks(void) {
  deputy_ws *ws = NULL;
  deputy_value error = deputy_null();
  if (MAY(deputy_ws_open(at("echo"), NULL, NULL, &error, &ws))) {
    char text[16];
    deputy_ws_part part;
    double told = ASK("told", DEPUTY_NO_ARGS);
    if (MAY(deputy_ws_send(ws, "hello", 5, DEPUTY_WS_TEXT, BOUND))) {
      deputy_status status = deputy_ws_receive(ws, text, sizeof text, &part, trying ? 500 : BOUND);
      /* A short message is posted: that it cannot be sent is told as of posts. */
      if (trying && status == DEPUTY_TIMED_OUT) CHECK(ASK("told", DEPUTY_NO_ARGS) > told);
      else if (MAY(status)) CHECK(part.count == 5 && memcmp(text, "hello", 5) == 0);
    }
    MAY(deputy_ws_close(ws, 1000, "done", BOUND));
    deputy_ws_free(ws);
  }
  deputy_value_free(&error);
}

static void encrypts(void) {
  deputy_value out = deputy_null(), key = deputy_null(), text = deputy_bytes("abc", 3), name = deputy_cstr("SHA-256");
  if (MAY(deputy_crypto_digest("SHA-256", text, &out))) CHECK(out.tag == DEPUTY_VALUE_BYTES && out.len == 32);
  deputy_value_free(&out);
  deputy_value algorithm = DEPUTY_RECORD(DEPUTY_STR("name"), DEPUTY_STR("HMAC"), DEPUTY_STR("hash"), name);
  if (MAY(deputy_crypto_import("raw", text, algorithm, true, "sign", &key))) {
    if (MAY(deputy_crypto_sign(deputy_cstr("HMAC"), deputy_to_object(key), text, &out))) CHECK(out.tag == DEPUTY_VALUE_BYTES && out.len == 32);
    deputy_value_free(&out);
  }
  deputy_value_free(&key);
}

static bool has_folder;
static void saves(void) {
  deputy_value error = deputy_null();
  static int number;
  char name[64], path[32];
  snprintf(name, sizeof name, "fault-services-%.0f-%d", ASK("now", DEPUTY_NO_ARGS), ++number);
  snprintf(path, sizeof path, "/kept%d", number);
  if (!has_folder) return;
  if (MAY(deputy_file_persist(path, name, &error))) {
    char file_name[64];
    snprintf(file_name, sizeof file_name, "%s/file", path);
    FILE *file = fopen(file_name, "w");
    CHECK(file != NULL);
    if (file) fputs("kept", file), fclose(file);
    MAY(deputy_file_save(path, &error));
  }
  deputy_value_free(&error);
}

static void imports(void) {
  /* One that is there is not imported again. */
  static int number;
  char *name = NULL;
  CHECK(asprintf(&name, "module %d#double", ++number) > 0);
  deputy_js_fn function = {name, (uint32_t)strlen(name), NULL};
  deputy_value out = deputy_null(), four = deputy_i32(4);
  if (MAY(deputy_js_call(DEPUTY_UI, &function, &out, &four, 1))) CHECK_EQ(deputy_to_f64(out), 8);
  free(name);
  deputy_value_free(&out);
}

static deputy_status thread_body(void *unused, deputy_value *out) {
  (void)unused;
  /* The next one gets a Worker of its own. */
  deputy_thread_mark_dirty();
  *out = deputy_i32(3);
  return DEPUTY_OK;
}
static void starts(void) {
  deputy_task task = 0;
  deputy_value out = deputy_null();
  if (MAY(deputy_thread_spawn(thread_body, NULL, NULL, NULL, &task))) {
    if (MAY(deputy_task_wait(task, BOUND, &out))) CHECK_EQ(out.data.i32, 3);
    deputy_value_free(&out);
    deputy_task_free(task);
  }
  deputy_context id = 0;
  if (MAY(deputy_worker_spawn(NULL, NULL, NULL, NULL, &id, &task))) {
    CHECK_STATUS(deputy_worker_end(id), DEPUTY_OK, NULL);
    ENDS(task, DEPUTY_OK);
    deputy_task_free(task);
  }
}

static const struct {
  const char *name;
  void (*run)(void);
} pieces[] = {{"HTTP", gets}, {"uploads", uploads}, {"WebSockets", talks}, {"crypto", encrypts}, {"folders", saves}, {"modules", imports}, {"threads", starts}};
enum { PIECES = sizeof pieces / sizeof *pieces };

static unsigned before;
static void settled_down(int piece) {
  objects_settle(before);
  nothing_left();
  UNTIL(deputy_task_live() == 0);
  /* Not once more for those that wait for a Worker. */
  if (piece >= 0 && piece < 6) trying = false, pieces[piece].run();
  objects_settle(before);
}

int main(int argc, char **argv) {
  (void)argc;
  snprintf(base, sizeof base, "%s", argv[1]);
  has_folder = ASK("hasFolders", DEPUTY_NO_ARGS);
  for (int i = 0; i < PIECES; i++) pieces[i].run();
  before = objects_now();
  for (int i = 0; i < PIECES; i++) {
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("forget"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
    trying = false;
    pieces[i].run();
    deputy_value plan = deputy_null();
    CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("plan"), &plan, DEPUTY_NO_ARGS), DEPUTY_OK, &plan);
    settled_down(-1);
    const int32_t *numbers = (const int32_t *)plan.data.bytes;
    for (uint32_t at_number = 0; at_number + 3 <= plan.len; at_number += 3) {
      int failures = __atomic_load_n(&check_failures, __ATOMIC_RELAXED);
      CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("arm"), NULL, DEPUTY_ARGS(deputy_i32(numbers[at_number]), deputy_i32(numbers[at_number + 1]), deputy_i32(numbers[at_number + 2]))),
                   DEPUTY_OK, NULL);
      trying = true;
      pieces[i].run();
      CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("disarm"), NULL, DEPUTY_NO_ARGS), DEPUTY_OK, NULL);
      settled_down(i);
      if (__atomic_load_n(&check_failures, __ATOMIC_RELAXED) != failures) {
        CHECK_STATUS(deputy_js_call(DEPUTY_UI, DEPUTY_FN("failed"), NULL, DEPUTY_ARGS(deputy_cstr(pieces[i].name))), DEPUTY_OK, NULL);
      }
    }
    deputy_value_free(&plan);
  }
  return check_result();
}
