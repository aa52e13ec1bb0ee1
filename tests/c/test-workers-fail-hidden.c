// A Worker that does not come up, in a page that is hidden: as tests/c/test-workers-fail.c has it.
// FEATURE: F63
// ENV: chromium firefox
// HIDDEN: yes
// ERRORS: missing|Loading Worker|JS worker could not be started
// TIMEOUT: 120
// NEEDS: test-workers-fail.c
#include "test-workers-fail.c"
