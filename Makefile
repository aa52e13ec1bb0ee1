# emdeputy. `make` alone explains itself. Every recipe runs in the toolchain that tools/toolchain finds or makes.
T      := tools/toolchain run
OUT    := target/deputy
RUST   := RUSTFLAGS='-C target-feature=+atomics,+bulk-memory,+mutable-globals -A unstable-features' cargo build --quiet \
          -p deputy --release -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size --target wasm32-unknown-emscripten --target-dir target/wasm
HOST   := --target-dir target/host
ENVS   ?= host,node,chromium,firefox

.DEFAULT_GOAL := help
.PHONY: help lib run serve test test-host test-native test-node test-chromium test-firefox bench features generate \
        check check-deep loom tsan fuzz miri faults fmt clean toolchain

help:            ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Options: make run INPUT=path-or-url · make test FILTER=regex · EMDEPUTY_TOOLCHAIN=own|debian"

toolchain:       ## install the compilers and browsers, or say which are used
	@tools/toolchain info

lib:             ## build target/deputy/lib: libdeputy-mt.a and libdeputy.js
	@# rustc warns that wasm atomics are not stable; the toolchain is chosen for them.
	@$(T) bash -euc "$(RUST) 2> >(sed '/unstable feature specified for/,/^$$/d' >&2); mkdir -p $(OUT)/lib; \
	  node tools/archive.mjs target/wasm/wasm32-unknown-emscripten/release/libdeputy.a $(OUT)/lib/libdeputy-mt.a; \
	  emcc -c c-shim/guard.c -o $(OUT)/lib/libdeputy-guard.o -pthread -std=gnu11 -O2 -Wall -Wextra -Werror; \
	  node tools/bundle.mjs $(OUT)/lib/libdeputy.js"

# The toolchain sees this checkout and /tmp: a file from elsewhere goes in as a copy.
INPUT_COPY := target/run/input
COPY_INPUT  = rm -rf $(INPUT_COPY); mkdir -p $(dir $(INPUT_COPY)); [ ! -f "$$INPUT" ] || cp -- "$$INPUT" $(INPUT_COPY)
RUN         = $(COPY_INPUT); $(T) node tools/run.mjs $(if $(BROWSER),--browser $(BROWSER)) --file $(INPUT_COPY)
export INPUT

run: lib         ## build examples/wordcount and run it in a headless browser: INPUT=path-or-url
	@$(RUN) -- "$$INPUT"

serve: lib       ## serve examples/wordcount for a browser of your own
	@$(RUN) --serve -- "$$INPUT"

test: lib test-native ## every test in every environment
	@$(T) node tests/run.mjs --env $(ENVS) $(if $(FILTER),--filter '$(FILTER)')

test-host:       ## unit tests of the JavaScript host, without wasm
	@$(T) node tests/run.mjs --env host $(if $(FILTER),--filter '$(FILTER)')

test-native:     ## unit tests of the core, on this machine's processor
	@$(T) cargo test --quiet -p deputy $(HOST)

test-node: lib   ## the tests that run in Node
	@$(T) node tests/run.mjs --env node $(if $(FILTER),--filter '$(FILTER)')

test-chromium: lib ## the tests that run in headless Chromium
	@$(T) node tests/run.mjs --env chromium $(if $(FILTER),--filter '$(FILTER)')

test-firefox: lib ## the tests that run in headless Firefox
	@$(T) node tests/run.mjs --env firefox $(if $(FILTER),--filter '$(FILTER)')

features:        ## the feature table with the tests of each row and their last results
	@$(T) node tests/run.mjs --features

bench: lib       ## measure against stock emscripten in Node, Chromium and Firefox
	@$(T) node tests/bench/run.mjs

generate:        ## write the generated files: header, bindings, protocol
	@$(T) bash -euc 'cargo run --quiet -p generate $(HOST); node tools/texts.mjs'

check: lib       ## everything that can be checked without running a program
	@$(T) bash -euc 'cargo fmt --all --check; cargo fmt --check --manifest-path tests/codec/Cargo.toml; cargo fmt --check --manifest-path tests/rust/Cargo.toml; \
	  cargo fmt --check --manifest-path tests/bench/native/Cargo.toml; cargo fmt --check --manifest-path examples/rust/Cargo.toml; \
	  cargo clippy --quiet --workspace --all-targets $(HOST) -- -D warnings; \
	  cargo run --quiet -p generate $(HOST) -- --check; node tools/texts.mjs --check; \
	  node tools/check-header.mjs; \
	  tools/node_modules/.bin/tsc -p tools/tsconfig.json; \
	  tools/node_modules/.bin/tsc -p tools/tsconfig.companions.json; \
	  echo "check: ok"'
	@$(MAKE) --no-print-directory loom

loom:            ## model-check the lock-free parts
	@$(T) timeout 600 env RUSTFLAGS='--cfg loom' LOOM_MAX_PREEMPTIONS=$(or $(PREEMPTIONS),3) cargo test --quiet -p deputy --lib --release --target-dir target/loom loom

# gcc's runtime: Debian's rustc comes without one. It has to come before libc, hence the preload.
TSAN   := RUSTFLAGS='-Zsanitizer=thread -Zexternal-clangrt -Cunsafe-allow-abi-mismatch=sanitizer -Clinker=gcc -Clink-arg=-ltsan' \
          CARGO_PROFILE_DEV_PANIC=unwind TSAN_OPTIONS=halt_on_error=1

# What libFuzzer wants to know of a program. Tools of nightly, which the toolchain's compiler has all the same.
FUZZ   := RUSTFLAGS='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
          -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
          -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing'
RUNS   ?= 2000000

fuzz:            ## hostile bytes for the decoders of both halves, a fixed number: RUNS=2000000
	@$(T) env $(FUZZ) cargo build --quiet --release --locked --manifest-path rust-core/fuzz/Cargo.toml \
	  --target x86_64-unknown-linux-gnu --target-dir target/fuzz
	@mkdir -p target/fuzz/corpus
	@$(T) timeout 180 target/fuzz/x86_64-unknown-linux-gnu/release/decoder -seed=1 -runs=$(RUNS) -max_len=512 -verbosity=0 \
	  -artifact_prefix=target/fuzz/ target/fuzz/corpus rust-core/fuzz/corpus
	@$(T) env FUZZ=100000 node tests/run.mjs --env host --filter test-fuzz

miri:            ## the core's tests that need no threads, under Miri, where it is installed
	@$(T) bash -euc 'if cargo miri --version >/dev/null 2>&1; then \
	  MIRIFLAGS=-Zmiri-permissive-provenance cargo miri test --quiet -p deputy --lib --target-dir target/miri -- inbox signature names; \
	  else echo "miri: skipped, cargo miri is not installed"; fi'

faults: lib      ## no memory, each time that native code asks for some
	@$(T) env FAULTS=all node tests/run.mjs --env node --filter test-fault-memory

check-deep:      ## what takes minutes: fuzz, ThreadSanitizer, Miri, models, faults
	@$(MAKE) --no-print-directory fuzz tsan miri loom faults
	@echo "check-deep: ok"

tsan:            ## the core's tests under ThreadSanitizer; the first build takes some minutes
	@$(T) bash -euc "env $(TSAN) CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER=\"env LD_PRELOAD=\$$(gcc -print-file-name=libtsan.so)\" \
	  timeout 1200 cargo test --quiet -p deputy --lib -Zbuild-std=std,test,panic_unwind --target x86_64-unknown-linux-gnu --target-dir target/tsan"

fmt:             ## format the Rust code
	@$(T) bash -euc "cargo fmt --all; cargo fmt --manifest-path tests/codec/Cargo.toml; cargo fmt --manifest-path tests/rust/Cargo.toml; \
	  cargo fmt --manifest-path tests/bench/native/Cargo.toml; cargo fmt --manifest-path examples/rust/Cargo.toml"

clean:           ## remove everything built; the toolchain stays
	rm -rf target
