//! Compiles the C shim into the archive.

fn main() {
    println!("cargo:rerun-if-changed=../c-shim");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("emscripten") {
        return;
    }
    // The name that a deputy.h of this version refers to (tools/generate writes it there).
    let (major, minor) = (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));
    let abi = format!("deputy_h_{major}_{minor}_needs_libdeputy_{major}_{minor}");
    cc::Build::new()
        .define("DEPUTY_ABI", abi.as_str())
        .files(
            ["ccall", "doorbell", "fd", "futex", "main", "name", "rust-main", "terminal", "thread", "wait"]
                .map(|name| format!("../c-shim/{name}.c")),
        )
        .compiler("emcc")
        .archiver("emar")
        .std("gnu11")
        .flags(["-pthread", "-Wall", "-Wextra", "-Werror"])
        .opt_level(2)
        .debug(false)
        .compile("deputy_shim");
}
