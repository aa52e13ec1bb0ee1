// What test-block-posix proves, with the page hidden behind another tab.
// FEATURE: F72
// ENV: chromium firefox
// HIDDEN: yes
// TIMEOUT: 90
// NEEDS: test-block-posix.c
#define BLOCK_HIDDEN
#include "test-block-posix.c"
