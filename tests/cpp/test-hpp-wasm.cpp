// deputy.hpp: values, calls, tasks and exports in C++; exceptions of every type become rejections with type and text, and an error of
// JavaScript comes through C++ as it was. Built with -fwasm-exceptions.
// FEATURE: F39
// FLAGS: -std=c++20 -Wall -Wextra -Wpedantic -Werror -fwasm-exceptions
#include "test-hpp.h"
