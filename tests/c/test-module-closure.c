// Functions that modules export, all of test-module, after -O3 and the closure compiler.
// FEATURE: F18
// ERRORS: Loading module
// FLAGS: -O3 --closure=1 -Wno-closure
// NEEDS: test-module.c
#include "test-module.c"
