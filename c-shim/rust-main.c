/* The entry of a program whose main() is Rust's. rustc calls it "main"; emscripten's start of the deputy calls it by the name that
 * clang would have given it. Linked with Rust programs only (build.rs): in a C or C++ program emcc would find it, and export two mains. */
int rust_main(int argc, char **argv) __asm__("main");

int __main_argc_argv(int argc, char **argv) { return rust_main(argc, argv); }
