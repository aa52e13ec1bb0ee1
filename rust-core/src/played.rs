//! A host for the core's own tests: a native thread that does what emscripten-js/host does, as far as the core can tell.
//!
//! Calls answer with the number of their arguments. `late` answers a little later, `never` when the caller has long gone,
//! `fails` with a failure, `large` with an outcome that is stashed.

use std::{
    collections::HashMap,
    sync::{
        Mutex, OnceLock,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use crate::{
    context::{DEPUTY_MAIN, root},
    frame::OwnedFrame,
    protocol as p,
    status::deputy_status::{self, *},
    sys,
    value::{deputy_value, deputy_value_data},
};

// Bytes of a stashed outcome.
const LARGE: usize = 1000;

/// What is answered a little later: a call, or an async call by its address and serial number.
enum Late {
    Call(OwnedFrame),
    Async(usize, u32),
}

/// How an export ended.
pub type Answer = (deputy_status, Option<deputy_value>);

/// What the host knows.
#[derive(Default)]
pub struct Host {
    stash: Mutex<(u32, HashMap<u32, Vec<u8>>)>,
    /// Async calls that are out: serial number and frame, by the frame's address.
    calls: Mutex<HashMap<usize, (u32, OwnedFrame)>>,
    /// Exports that are out, by frame.
    exports: Mutex<HashMap<usize, Sender<Answer>>>,
    /// Who takes a frame of the stock; on the real page that is one thread.
    stock: Mutex<()>,
    /// Tasks that were given to JavaScript and have settled.
    pub settled: Mutex<Vec<deputy_status>>,
}

/// The one host of the process.
pub fn host() -> &'static Host {
    static HOST: OnceLock<&'static Host> = OnceLock::new();
    HOST.get_or_init(|| {
        let host: &'static Host = Box::leak(Box::default());
        let (later, due) = channel();
        std::thread::spawn(move || host.answer_later(&due));
        std::thread::spawn(move || host.serve(&later));
        host
    })
}

impl Host {
    /// What it keeps for native code: async calls, outcomes, exports.
    pub fn kept(&self) -> (usize, usize, usize) {
        (
            self.calls.lock().expect("no panic").len(),
            self.stash.lock().expect("no panic").1.len(),
            self.exports.lock().expect("no panic").len(),
        )
    }

    fn serve(&self, later: &Sender<Late>) {
        sys::become_ui();
        let ui = root().ui;
        loop {
            let seen = sys::rings();
            for frame in ui.take() {
                self.run(frame, later);
            }
            if ui.sleep() {
                sys::wait_for_ring(seen);
            }
        }
    }

    fn answer_later(&self, due: &Receiver<Late>) {
        for late in due {
            std::thread::sleep(Duration::from_millis(1));
            match late {
                Late::Call(frame) => frame.finish(DEPUTY_OK, deputy_value::NULL),
                Late::Async(at, serial) => self.end(at, serial, DEPUTY_OK, deputy_value::i32(1)),
            }
        }
    }

    fn run(&self, frame: OwnedFrame, later: &Sender<Late>) {
        match frame.kind() {
            p::KIND_CALL => self.call(frame, later),
            p::KIND_ASYNC => self.call_async(frame, later),
            p::KIND_FETCH | p::KIND_READ => {
                if !frame.take() {
                    self.stash.lock().expect("no panic").1.remove(&frame.target());
                    return frame.go_home();
                }
                let mut stash = self.stash.lock().expect("no panic");
                let bytes = stash.1.get(&frame.target()).cloned();
                if frame.kind() == p::KIND_FETCH {
                    stash.1.remove(&frame.target());
                }
                drop(stash);
                let status = match bytes {
                    Some(bytes) if bytes.len() == frame.argc() as usize => {
                        sys::memory::write_for_test(frame.destination(), &bytes);
                        DEPUTY_OK
                    }
                    _ => DEPUTY_INTERNAL,
                };
                frame.finish(status, deputy_value::NULL);
            }
            p::KIND_CANCEL => {
                let (call, serial) = frame.cancels();
                frame.go_home();
                self.end(call, serial, DEPUTY_CANCELLED, deputy_value::NULL);
            }
            p::KIND_DISCARD => {
                self.stash.lock().expect("no panic").1.remove(&frame.target());
                frame.go_home();
            }
            p::KIND_SETTLE => {
                self.settled.lock().expect("no panic").push(frame.answered().0);
                frame.go_home();
            }
            p::KIND_NATIVE => {
                let work = frame.unload();
                frame.go_home();
                work();
            }
            p::KIND_ANSWER => self.answered(frame),
            _ => frame.go_home(),
        }
    }

    fn call(&self, frame: OwnedFrame, later: &Sender<Late>) {
        if !frame.take() {
            return frame.go_home();
        }
        match frame.name().as_slice() {
            b"late" | b"never" => later.send(Late::Call(frame)).expect("it lives"),
            b"fails" => frame.finish(DEPUTY_JS_EXCEPTION, deputy_value::NULL),
            b"large" => {
                let value = self.keep();
                frame.finish(DEPUTY_OK, value);
            }
            _ => {
                let len = frame.argc();
                frame.finish(DEPUTY_OK, deputy_value { len, ..deputy_value::NULL });
            }
        }
    }

    fn keep(&self) -> deputy_value {
        let mut stash = self.stash.lock().expect("no panic");
        stash.0 += 1;
        let id = stash.0;
        stash.1.insert(id, vec![b'x'; LARGE]);
        deputy_value {
            tag: p::TAG_STRING as u8,
            flags: p::FLAG_STASHED as u8,
            len: LARGE as u32,
            data: deputy_value_data { i64: id.into() },
            ..deputy_value::NULL
        }
    }

    fn call_async(&self, frame: OwnedFrame, later: &Sender<Late>) {
        let (at, serial) = (frame.address(), frame.serial());
        let taken = frame.take();
        let name = frame.name();
        self.calls.lock().expect("no panic").insert(at, (serial, frame));
        if !taken {
            return self.end(at, serial, DEPUTY_CANCELLED, deputy_value::NULL);
        }
        match name.as_slice() {
            b"late" => later.send(Late::Async(at, serial)).expect("it lives"),
            b"never" => {}
            b"fails" => self.end(at, serial, DEPUTY_JS_EXCEPTION, deputy_value::NULL),
            b"large" => {
                let value = self.keep();
                self.end(at, serial, DEPUTY_OK, value);
            }
            _ => self.end(at, serial, DEPUTY_OK, deputy_value::i32(7)),
        }
    }

    fn end(&self, at: usize, serial: u32, status: deputy_status, value: deputy_value) {
        let mut calls = self.calls.lock().expect("no panic");
        if calls.get(&at).is_none_or(|(known, _)| *known != serial) {
            return;
        }
        let Some((_, frame)) = calls.remove(&at) else { return };
        drop(calls);
        if let Some(frame) = frame.finish_async(status, value) {
            assert!(root().io.push(frame).is_ok(), "the I/O thread never ends");
        }
    }

    /// Calls an export from any thread. Returns the frame's address, which names the call as long as it is out, and where
    /// its answer comes.
    pub fn call_export(&self, context: u32, name: &str, text: &str, fits: bool) -> (usize, Receiver<Answer>) {
        let mut frame = loop {
            let guard = self.stock.lock().expect("no panic");
            if let Some(frame) = root().stock.take_from_stock() {
                break frame;
            }
            drop(guard);
            if let Some(owner) = root().io.owner() {
                owner.unpark();
            }
            std::thread::yield_now();
        };
        let mut block = vec![0; 16];
        block[0] = p::TAG_STRING as u8;
        block[4..8].copy_from_slice(&u32::try_from(text.len()).expect("short").to_ne_bytes());
        block[8..12].copy_from_slice(&16_u32.to_ne_bytes());
        block.extend_from_slice(text.as_bytes());
        block.push(0);
        block.extend_from_slice(name.as_bytes());
        let mut stash = 0;
        if !fits {
            let mut kept = self.stash.lock().expect("no panic");
            kept.0 += 1;
            stash = kept.0;
            kept.1.insert(stash, block.clone());
        }
        let (sender, receiver) = channel();
        let at = frame.address();
        self.exports.lock().expect("no panic").insert(at, sender);
        frame.export_call(context, u32::try_from(name.len()).expect("short"), 1, &block, stash);
        let to = if context == DEPUTY_MAIN { root().main } else { root().io };
        assert!(to.push(frame).is_ok(), "neither closes here");
        (at, receiver)
    }

    fn answered(&self, frame: OwnedFrame) {
        let (status, value) = frame.answered();
        let within = frame.holds(value.0.addr());
        let value = sys::memory::read_for_test(value);
        let sender = self.exports.lock().expect("no panic").remove(&frame.address());
        // A frame with memory attached goes by way of the I/O thread, which frees it.
        if within {
            root().stock.give_back(frame);
        } else {
            assert!(root().io.push(frame.into_release()).is_ok(), "the I/O thread never ends");
        }
        // Nobody may listen any more.
        let _ = sender.expect("it was out").send((status, value));
    }
}
