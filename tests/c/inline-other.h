/* A function that two files get from a header; each has its own. */
#ifndef INLINE_OTHER_H
#define INLINE_OTHER_H
#include <deputy.h>

DEPUTY_JS(shared, (n), { return n + 1; });

deputy_js_fn *other_twice(void);
deputy_js_fn *other_shared(void);

#endif
