//! Writes everything that is generated, each file from its one source:
//! `include/deputy.h` from the core (cbindgen), `rust-core/src/sys/bindings.rs` from `c-shim/deputy_sys.h` (bindgen),
//! `emscripten-js/host/protocol.js` from `rust-core/src/protocol.rs` and `status.rs`.
//!
//! `generate` writes; `generate --check` writes nothing and fails if a file differs.

use std::{error::Error, fs, path::Path, process::ExitCode};

#[allow(dead_code, reason = "shared with the core, which uses all of it")]
#[path = "../../../rust-core/src/protocol.rs"]
mod protocol;
#[allow(dead_code, reason = "shared with the core, which uses all of it")]
#[path = "../../../rust-core/src/status.rs"]
mod status;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let check = std::env::args().any(|arg| arg == "--check");
    match run(check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("generate: the files above are out of date: run `make generate` and commit them");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes or compares every file; false if a comparison failed.
fn run(check: bool) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut fresh = true;
    for (name, text) in [
        ("include/deputy.h", header(&root)?),
        ("rust-core/src/sys/bindings.rs", bindings(&root)?),
        ("emscripten-js/host/protocol.js", protocol_js()),
    ] {
        let path = root.join(name);
        let old = fs::read_to_string(&path).unwrap_or_default();
        if old == text {
            continue;
        }
        if check {
            let line = old.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or(0) + 1;
            eprintln!("generate: {name} differs from its source, first at line {line}");
            fresh = false;
        } else {
            fs::write(&path, text)?;
            println!("generate: wrote {name}");
        }
    }
    Ok(fresh)
}

fn header(root: &Path) -> Result<String> {
    let mut config = cbindgen::Config::from_file(root.join("tools/generate/cbindgen.toml"))?;
    let version: Vec<&str> = env!("CARGO_PKG_VERSION").split('.').collect();
    let [major, minor, patch] = version[..] else { return Err("the version has not three parts".into()) };
    config.header = Some(fs::read_to_string(root.join("c-shim/public/preamble.h"))?.trim_end().to_string());
    config.after_includes = Some(format!(
        "\n/** Version of this header. \\since 0.1.0 */\n#define DEPUTY_VERSION_MAJOR {major}\n#define DEPUTY_VERSION_MINOR {minor}\n\
         #define DEPUTY_VERSION_PATCH {patch}\n/** Version of what the library and its JavaScript share. \\since 0.1.0 */\n\
         #define DEPUTY_PROTOCOL {}\n",
        protocol::PROTOCOL
    ));
    config.trailer = Some(format!(
        "#ifndef DEPUTY_INLINE_H\n{}\n#endif",
        ["inline.h", "crypto.h", "asset.h"]
            .map(|name| fs::read_to_string(root.join("c-shim/public").join(name)))
            .into_iter()
            .collect::<std::io::Result<String>>()?
            .trim_end()
    ));
    // What the core takes from the shim is not what it offers.
    let taken = fs::read_to_string(root.join("rust-core/src/sys/bindings.rs")).unwrap_or_default();
    config
        .export
        .exclude
        .extend(taken.split("pub fn ").skip(1).filter_map(|text| text.split('(').next()).map(str::to_string));
    let bindings = cbindgen::Builder::new().with_crate(root.join("rust-core")).with_config(config).generate()?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    let text = String::from_utf8(text)?;
    // The inline part belongs inside the include guard, which cbindgen closes before its trailer.
    let guard_end = text.rfind("#endif  /* DEPUTY_H */").ok_or("no include guard in the header")?;
    let (head, tail) = text.split_at(guard_end);
    let inline = tail.replace("#endif  /* DEPUTY_H */", "");
    let inline = inline.replace("#ifndef DEPUTY_INLINE_H\n", "");
    let inline = inline.trim().trim_end_matches("#endif").trim_end();
    // Linking with a library of another version fails, and names both (c-shim/main.c).
    let abi = format!("deputy_h_{major}_{minor}_needs_libdeputy_{major}_{minor}");
    let inline = inline.replace("DEPUTY_ABI", &abi);
    Ok(format!("{head}{inline}\n\n#endif  /* DEPUTY_H */\n"))
}

fn bindings(root: &Path) -> Result<String> {
    let text = bindgen::Builder::default()
        .header(root.join("c-shim/deputy_sys.h").to_str().ok_or("path is not UTF-8")?)
        .clang_args(["--target=wasm32-unknown-emscripten", "-ffreestanding", "-fvisibility=default"])
        .allowlist_function("deputy_sys_.*|deputy_js_[a-z]+_|deputy_js_dirty|deputy_js_has_room|deputy_js_worker_.*")
        .use_core()
        .generate_comments(false)
        .disable_header_comment()
        .raw_line("//! Generated from c-shim/deputy_sys.h by tools/generate; do not edit.")
        .raw_line("#![allow(missing_docs, reason = \"documented in c-shim/deputy_sys.h\")]")
        .generate()?
        .to_string();
    Ok(text)
}

/// Up to DEPUTY_WRONG_TYPE.
const EARLY: usize = 10;

fn protocol_js() -> String {
    let mut text =
        String::from("// Generated from rust-core/src/protocol.rs and status.rs by tools/generate; do not edit.\n\n");
    for (name, value, doc) in protocol::ALL {
        for line in doc.lines() {
            text += &format!("//{line}\n");
        }
        text += &format!("export const {name} = {value};\n");
    }
    text += "\n// The statuses.\n";
    for (status, name, _) in status::ALL {
        let name = name.to_string_lossy();
        text += &format!("export const STATUS_{} = {};\n", name.trim_start_matches("DEPUTY_"), *status as i32);
    }
    let names: Vec<_> = status::ALL.iter().map(|(_, name, _)| name.to_string_lossy()).collect();
    let types: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    let short: Vec<&str> = names.iter().map(|name| name.trim_start_matches("DEPUTY_")).collect();
    text += &format!(
        "\n/**\n * Names of the statuses, that of -n at n.\n * @type {{({})[]}}\n */\n",
        types.join("\n *   | ")
    );
    // One text is shorter than many, in every program.
    let list = |name: &str, short: &[&str]| {
        format!(
            "export const {name} = /** @type {{any}} */ (/* @__PURE__ */ (() => (\n  '{}'\n).split(' ').map((/** @type {{string}} */ name) => `DEPUTY_${{name}}`))());\n",
            short.join(" ' +\n  '")
        )
    };
    text += &list("STATUS_NAMES", &short);
    text += &format!("// Their number.\nexport const STATUS_COUNT = {};\n", short.len());
    text += "\n/** The first of them: those that errors have before there is a library to ask. @type {string[]} */\n";
    text += &list("STATUS_EARLY", short.get(..EARLY).unwrap_or(&short));
    text
}
