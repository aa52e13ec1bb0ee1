// The page that is written in C++ shows its rows, filters and sorts them when its user acts, and ends in good order.
// FEATURE: F17 F27 F40
// ENV: chromium firefox
// FLAGS: -std=c++20 -fwasm-exceptions
#define main dom_main
#include "../../examples/dom/dom.cpp"
#undef main

static void finish(int code) { std::exit(code); }
DEPUTY_EXPORT_CPP(finish, "finish");

int main() { return dom_main(); }
