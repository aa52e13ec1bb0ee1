/**
 * @file deputy.h
 * emdeputy: blocking multithreaded programs in a browser tab.
 *
 * Generated from rust-core/src by cbindgen and from c-shim/public; do not edit. SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * Words: the UI thread is the page's main thread (Node's main thread), which never waits. The deputy is the pthread
 * on which main() runs, which may. A context is where calls and native functions are sent: DEPUTY_UI runs JavaScript,
 * DEPUTY_BACKGROUND and threads that open a context run native functions. A task is the outcome of something that
 * goes on meanwhile.
 *
 * Every function that can fail returns a deputy_status and writes its outputs on DEPUTY_OK only, except that calls of
 * JavaScript that fail in JavaScript leave an error value in `out`. Nothing here throws, unwinds or exits.
 */
