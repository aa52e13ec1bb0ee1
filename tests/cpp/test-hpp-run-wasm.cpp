// deputy.hpp's functions on contexts, threads, workers, pool and timers: results and exceptions of every type reach whoever waits, or the
// page's one hook; HTTP, WebSockets and crypto as objects. Built with -fwasm-exceptions.
// FEATURE: F39 F38
// TIMEOUT: 60
// FLAGS: -std=c++20 -Wall -Wextra -Wpedantic -Werror -fwasm-exceptions
#include "test-hpp-run.h"
