// The Mandelbrot set to walk through: main() is a plain loop that waits for the next view and computes it on all cores; the picture
// is drawn by a JS worker on a canvas of the page, which does nothing but listen to the mouse.
//
//   emcc -O3 examples/fractal/fractal.c $(tools/toolchain run node tools/flags.mjs all) -sEXPORT_ES6 -lm -o examples/fractal/fractal.mjs
//
// and examples/fractal/index.html, served with the headers that isolate a page.
#include <deputy.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 4096 /* pixels of a side */, DEEPEST = 4000 /* iterations */ };

typedef struct {
  double x, y, scale; /* the middle, and the size of a pixel */
  int width, height;
} view;

/* The view that the page wants; its number, by which work on an older one sees that it is in vain. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static view wanted;
static atomic_uint number;
static bool over;

/* Called by the page, on the background: it need not wait for the deputy, which computes. */
static deputy_status look(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)argc, (void)out, (void)userdata;
  view next = {args[0].data.f64, args[1].data.f64, args[2].data.f64, args[3].data.i32, args[4].data.i32};
  if (next.width < 1 || next.height < 1 || next.width > MOST || next.height > MOST || !(next.scale > 0)) return DEPUTY_OUT_OF_RANGE;
  pthread_mutex_lock(&lock);
  wanted = next;
  atomic_fetch_add(&number, 1);
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&lock);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(look, "look(x: f64, y: f64, scale: f64, width: i32, height: i32): void");

static deputy_status quit(const deputy_value *args, size_t argc, deputy_value *out, void *userdata) {
  (void)args, (void)argc, (void)out, (void)userdata;
  pthread_mutex_lock(&lock);
  over = true;
  atomic_fetch_add(&number, 1);
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&lock);
  return DEPUTY_OK;
}
DEPUTY_EXPORT(quit, "quit(): void");

/* What one view is computed into, in passes: every step-th pixel of every step-th row first. */
typedef struct {
  view view;
  unsigned number;
  int step, deepest;
  uint32_t *pixels;
} picture;

static uint32_t color(double cx, double cy, int deepest) {
  double x = 0, y = 0, xx = 0, yy = 0;
  int n = 0;
  for (; n < deepest && xx + yy < 64; n++) {
    y = 2 * x * y + cy;
    x = xx - yy + cx;
    xx = x * x, yy = y * y;
  }
  if (n == deepest) return 0xff140a08;
  double smooth = n + 1 - log2(log2(xx + yy) / 2);
  double phase = sqrt(smooth) * 0.55;
  uint32_t red = (uint32_t)(127 + 127 * sin(phase + 5.2)), green = (uint32_t)(127 + 127 * sin(phase + 4.4)), blue = (uint32_t)(127 + 127 * sin(phase + 3.6));
  return 0xff000000 | blue << 16 | green << 8 | red;
}

/* Some rows of a pass, on whichever thread. */
static deputy_status rows(void *memory, size_t begin, size_t end) {
  const picture *p = memory;
  const view *v = &p->view;
  for (size_t row = begin; row < end; row++) {
    if (atomic_load_explicit(&number, memory_order_relaxed) != p->number) return DEPUTY_CANCELLED;
    int y = (int)row * p->step;
    for (int x = 0; x < v->width; x += p->step) {
      double cx = v->x + (x - v->width / 2) * v->scale, cy = v->y + (y - v->height / 2) * v->scale;
      uint32_t c = color(cx, cy, p->deepest);
      for (int dy = 0; dy < p->step && y + dy < v->height; dy++)
        for (int dx = 0; dx < p->step && x + dx < v->width; dx++) p->pixels[(size_t)(y + dy) * v->width + x + dx] = c;
    }
  }
  return DEPUTY_OK;
}

/* Runs on the JS worker. The pixels are a view of the program's memory, which is shared: a picture wants a copy. */
DEPUTY_JS(show, (canvas, pixels, width, height), {
  if (canvas.width != width || canvas.height != height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
});

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* Coarse, then finer, until another view is wanted. */
static deputy_status compute(picture *p, deputy_object canvas) {
  double begin = now();
  p->deepest = (int)fmin(DEEPEST, 200 + 60 * fmax(0, -log2(p->view.scale * 200)));
  for (p->step = 8; p->step >= 1; p->step /= 2) {
    size_t count = ((size_t)p->view.height + p->step - 1) / p->step;
    deputy_status status = deputy_pool_for(0, count, 4, rows, p);
    if (status != DEPUTY_OK) return status;
    deputy_value bytes = deputy_view(deputy_bytes(p->pixels, (size_t)p->view.width * p->view.height * 4));
    deputy_value out = deputy_null();
    status = deputy_js_call(DEPUTY_ANY, show, &out,
                            DEPUTY_ARGS(deputy_object_value(canvas), bytes, deputy_i32(p->view.width), deputy_i32(p->view.height)));
    if (status != DEPUTY_OK) return deputy_report(status, &out), status;
    deputy_value told[] = {deputy_i32(p->step), deputy_f64(now() - begin), deputy_i32((int)deputy_pool_width())};
    deputy_js_post(DEPUTY_UI, DEPUTY_FN("fractal.drawn"), told, 3);
  }
  return DEPUTY_OK;
}

int main(void) {
  deputy_thread_prepare(deputy_pool_width(), NULL, NULL); /* the pool's threads start at once; the page lists them: deputy.threads() */
  deputy_context painter = 0;
  deputy_thread_options options = {.struct_size = sizeof options, .name = "painter"};
  deputy_status status = deputy_worker_spawn(NULL, NULL, NULL, &options, &painter, NULL);
  if (status != DEPUTY_OK) return deputy_report(status, NULL);
  deputy_value canvas = deputy_null(), error = deputy_null();
  status = deputy_js_call(DEPUTY_UI, DEPUTY_FN("fractal.canvas"), &canvas, DEPUTY_NO_ARGS);
  if (status != DEPUTY_OK) return deputy_report(status, &canvas);
  deputy_object there = 0;
  status = deputy_object_transfer(deputy_to_object(canvas), painter, &there, &error, 10000);
  if (status != DEPUTY_OK) return deputy_report(status, &error);
  deputy_value_free(&canvas);

  static picture p;
  for (;;) {
    pthread_mutex_lock(&lock);
    while (p.number == atomic_load(&number)) pthread_cond_wait(&changed, &lock);
    p.number = atomic_load(&number);
    p.view = wanted;
    bool ends = over;
    pthread_mutex_unlock(&lock);
    if (ends) break;
    uint32_t *pixels = realloc(p.pixels, (size_t)p.view.width * p.view.height * sizeof *pixels);
    if (!pixels) return fprintf(stderr, "fractal: no memory for %d x %d pixels\n", p.view.width, p.view.height), 1;
    p.pixels = pixels;
    status = compute(&p, there);
    if (status != DEPUTY_OK && status != DEPUTY_CANCELLED) return deputy_report(status, NULL);
  }
  free(p.pixels);
  deputy_object_free(there);
  return 0;
}
