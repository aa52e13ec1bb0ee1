/* The other half of test-inline: functions of the same names as there, in a file of their own. */
#include "inline-other.h"

DEPUTY_JS(twice, (text), { return "other " + text; });
DEPUTY_JS(unused_too, (), { return 1; });

deputy_js_fn *other_twice(void) { return twice; }
deputy_js_fn *other_shared(void) { return shared; }
