// What test-block-c11 proves, with the page hidden behind another tab.
// FEATURE: F72
// ENV: chromium firefox
// HIDDEN: yes
// TIMEOUT: 90
// NEEDS: test-block-c11.c
#define BLOCK_HIDDEN
#include "test-block-c11.c"
