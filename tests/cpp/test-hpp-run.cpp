// deputy.hpp's functions on contexts, threads, workers, pool and timers: results and exceptions of every type reach whoever waits, or the
// page's one hook; HTTP, WebSockets and crypto as objects. Built with -fexceptions.
// FEATURE: F39 F38
// TIMEOUT: 60
// FLAGS: -std=c++20 -Wall -Wextra -Wpedantic -Werror -fexceptions
#include "test-hpp-run.h"
