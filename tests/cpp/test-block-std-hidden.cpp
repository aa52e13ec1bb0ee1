// What test-block-std proves, with the page hidden behind another tab.
// FEATURE: F72
// ENV: chromium firefox
// HIDDEN: yes
// FLAGS: -std=c++20 -fexperimental-library -I${DIR}/../c
// TIMEOUT: 90
// NEEDS: test-block-std.cpp
#define BLOCK_HIDDEN
#include "test-block-std.cpp"
