//! Compiles the C shim into the archive.

fn main() {
    println!("cargo:rerun-if-changed=../c-shim");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("emscripten") {
        return;
    }
    cc::Build::new()
        .files(["doorbell", "main", "thread", "wait"].map(|name| format!("../c-shim/{name}.c")))
        .compiler("emcc")
        .archiver("emar")
        .std("gnu11")
        .flags(["-pthread", "-Wall", "-Wextra", "-Werror"])
        .opt_level(2)
        .debug(false)
        .compile("deputy_shim");
}
