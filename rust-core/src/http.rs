//! What native code keeps of an HTTP request and of its response. The network is the host's (emscripten-js/host/http.js).

/// Options of fetch that a request may have. What they may be, fetch says.
/// "upload" is the host's own.
pub(crate) const OPTIONS: [&str; 7] =
    ["redirect", "credentials", "mode", "cache", "integrity", "referrerPolicy", "upload"];

/// Bytes that are read ahead for reads that ask for fewer. More are read straight into the caller's memory.
pub(crate) const AHEAD: usize = 64 * 1024;

/// Status, address and headers of a response, from the text that the host makes of them.
#[derive(Default)]
pub struct Head {
    /// Such as 200.
    pub status: u32,
    /// With a NUL behind it, as all that is lent to C.
    pub url: Vec<u8>,
    /// Names in lower case; values with a NUL behind them.
    headers: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Head {
    /// A line each: status, reason, address, then `name:value`.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut lines = text.split(|&byte| byte == b'\n');
        let status = core::str::from_utf8(lines.next()?).ok()?.parse().ok()?;
        let url = with_nul(lines.nth(1)?);
        let headers = lines
            .filter_map(|line| {
                let at = line.iter().position(|&byte| byte == b':')?;
                Some((line.get(..at)?.to_vec(), with_nul(line.get(at + 1..)?)))
            })
            .collect();
        Some(Self { status, url, headers })
    }

    /// How long the body is: the server has told, and it is not that of a compressed one.
    pub fn length(&self) -> Option<u64> {
        let said = self.header(b"content-length")?;
        let plain = self.header(b"content-encoding").is_none_or(|how| how.eq_ignore_ascii_case(b"identity\0"));
        core::str::from_utf8(said.strip_suffix(b"\0")?).ok()?.parse().ok().filter(|_| plain)
    }

    /// The value of a header, with a NUL behind it; names are equal whatever their case.
    pub fn header(&self, name: &[u8]) -> Option<&[u8]> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }
}

fn with_nul(text: &[u8]) -> Vec<u8> {
    let mut owned = text.to_vec();
    owned.push(0);
    owned
}

/// Bytes that were read and that nobody has asked for yet.
#[derive(Default)]
pub struct Ahead {
    /// Where the host writes; empty before the first small read.
    pub bytes: Vec<u8>,
    at: usize,
    end: usize,
}

impl Ahead {
    /// Copies what there is, and says how many bytes that were.
    pub fn take(&mut self, to: &mut [u8]) -> usize {
        let there = self.take_slice(to.len());
        for (to, from) in to.iter_mut().zip(there) {
            *to = *from;
        }
        there.len()
    }

    /// What there is, up to so many bytes.
    pub fn take_slice(&mut self, most: usize) -> &[u8] {
        let from = self.at;
        self.at = self.end.min(from.saturating_add(most));
        self.bytes.get(from..self.at).unwrap_or_default()
    }

    /// So many bytes were written to the beginning.
    pub fn filled(&mut self, count: usize) {
        (self.at, self.end) = (0, count.min(self.bytes.len()));
    }
}

#[cfg(all(test, not(loom)))]
#[allow(clippy::unwrap_used, reason = "test only")]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whatever_it_lacks() {
        let head = Head::parse(b"404\nNot Found\nhttp://a/b\nx-one:1:2\nbroken\nempty:").unwrap();
        assert_eq!((head.status, head.url.as_slice()), (404, b"http://a/b\0".as_slice()));
        assert_eq!(head.header(b"X-One"), Some(b"1:2\0".as_slice()));
        assert_eq!(head.header(b"empty"), Some(b"\0".as_slice()));
        assert_eq!(head.header(b"broken"), None);
        assert!(Head::parse(b"").is_none() && Head::parse(b"200\nOK").is_none() && Head::parse(b"x\n\n").is_none());
    }

    #[test]
    fn the_length_is_that_of_the_body_or_nobodys() {
        let length = |headers: &str| Head::parse(format!("200\n\nx\n{headers}").as_bytes()).unwrap().length();
        assert_eq!(length("content-length:12"), Some(12));
        assert_eq!(length("content-encoding:identity\ncontent-length:0"), Some(0));
        assert_eq!(length("content-encoding:gzip\ncontent-length:12"), None);
        assert_eq!(length("content-length:12, 12"), None);
        assert_eq!(length(""), None);
    }

    #[test]
    fn what_is_ahead_comes_in_order_and_once() {
        let mut ahead = Ahead { bytes: vec![1, 2, 3, 4], ..Ahead::default() };
        ahead.filled(3);
        let mut to = [0; 2];
        assert_eq!((ahead.take(&mut to), to), (2, [1, 2]));
        assert_eq!((ahead.take(&mut to), to[0]), (1, 3));
        assert_eq!(ahead.take(&mut to), 0);
        ahead.filled(99);
        assert_eq!(ahead.take(&mut [0; 9]), 4);
    }
}
