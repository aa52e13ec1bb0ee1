// The same as test-file-ahead after -O3 and the closure compiler, which gives what the page and MEMFS have other names.
// FEATURE: F88
// FLAGS: -O3 --closure=1 -Wno-closure -sFORCE_FILESYSTEM
// NEEDS: test-file-ahead.c
// TIMEOUT: 90
#include "test-file-ahead.c"
