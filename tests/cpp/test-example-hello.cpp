// The example of the README prints what it was told and the right sum.
// FEATURE: F10 F60
// OUTPUT: ^Hello, Ada! The sum is 500000500000\.$
#include "../../examples/hello/hello.cpp"
