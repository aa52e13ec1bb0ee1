// What test-timer proves, with the page hidden behind another tab: timers of native threads are on time there.
// FEATURE: F85
// ENV: chromium firefox
// HIDDEN: yes
// TIMEOUT: 60
// NEEDS: test-timer.c
#include "test-timer.c"
