//! Compiles the C shim into the archive.

fn main() {
    println!("cargo:rerun-if-changed=../c-shim");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("emscripten") {
        return;
    }
    // The name that a deputy.h of this version refers to (tools/generate writes it there).
    let (major, minor) = (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));
    let abi = format!("deputy_h_{major}_{minor}_needs_libdeputy_{major}_{minor}");
    build()
        .define("DEPUTY_ABI", abi.as_str())
        .files(
            ["ccall", "doorbell", "fd", "futex", "main", "name", "std", "terminal", "thread", "wait"]
                .map(|name| format!("../c-shim/{name}.c")),
        )
        .compile("deputy_shim");
    // The entry of Rust programs. Not in the archive that C programs link: there emcc would find it, and export two mains.
    build().file("../c-shim/rust-main.c").cargo_metadata(false).compile("deputy_rust_main");
    println!("cargo::rustc-link-search=native={}", std::env::var("OUT_DIR").unwrap_or_default());
    println!("cargo::rustc-link-lib=static:-bundle=deputy_rust_main");
}

/// How the shim is compiled.
fn build() -> cc::Build {
    let mut build = cc::Build::new();
    build
        .compiler("emcc")
        .archiver("emar")
        .std("gnu11")
        .flags(["-pthread", "-Wall", "-Wextra", "-Werror"])
        .opt_level(2)
        .debug(false);
    build
}
