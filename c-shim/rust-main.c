/* The entry of a program whose main() is Rust's. rustc calls it "main"; emscripten's start of the deputy calls it by the name that
 * clang would have given it. Alone in its file: in a C or C++ program nothing asks for it. */
int rust_main(int argc, char **argv) __asm__("main");

int __main_argc_argv(int argc, char **argv) { return rust_main(argc, argv); }
