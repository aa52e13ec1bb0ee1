/* JavaScript that the shim calls; see emscripten-js/libdeputy.js. All of it runs on the UI thread. */
#ifndef DEPUTY_JS_H
#define DEPUTY_JS_H

/* The doorbell: drain soon, in a microtask. */
extern void deputy_js_ring(void);

/* The native side is ready: make the host over this root. */
extern void deputy_js_attach(const void *root);

/* The program ends with this code, soon, in a microtask. */
extern void deputy_js_end(int code);

#endif
