// A std::thread whose stack runs out ends the program with an error that says so.
// FEATURE: F73
// REJECTS: ^the program was aborted: stack overflow: thread 0x[0-9a-f]+ has 1048576 bytes and wants
#include <thread>

/* Each level has 1 KiB that the compiler may not leave out. */
__attribute__((noinline)) static int recurse(int levels) {
  volatile char bytes[1024];
  bytes[levels % 1024] = 1;
  return levels == 0 ? 0 : recurse(levels - 1) + bytes[levels % 1024];
}

int main() {
  std::thread thread([] { recurse(1 << 20); });
  thread.join();
  return 1;
}
