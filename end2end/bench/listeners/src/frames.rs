//! Messages out of a stream of bytes: an arrival counts when the whole message is there.

/// What a listener speaks.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Server-Sent Events.
    Events,
    /// WebSocket.
    Socket,
}

impl Kind {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "sse" => Some(Kind::Events),
            "ws" => Some(Kind::Socket),
            _ => None,
        }
    }
}

/// Stands before the six digits of a mark inside a message.
const MARK: &[u8] = b"bench-mark-";
const DIGITS: usize = 6;

/// Takes in bytes of one connection.
pub struct Reader {
    kind: Kind,
    open: bool,
    /// What came of a message that is not whole yet.
    rest: Vec<u8>,
}

impl Reader {
    pub fn new(kind: Kind) -> Self {
        Self { kind, open: false, rest: Vec::new() }
    }

    /// Whether the server has answered.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes bytes in and tells the mark of every message that is whole now.
    pub fn take(&mut self, bytes: &[u8], mut heard: impl FnMut(u32)) -> Result<(), String> {
        if self.rest.is_empty() {
            let used = self.read(bytes, &mut heard)?;
            self.rest.extend_from_slice(&bytes[used..]);
        } else {
            let mut all = std::mem::take(&mut self.rest);
            all.extend_from_slice(bytes);
            let used = self.read(&all, &mut heard)?;
            all.drain(..used);
            self.rest = all;
        }
        Ok(())
    }

    /// Reads whole messages and returns how many bytes they took.
    fn read(&mut self, bytes: &[u8], heard: &mut impl FnMut(u32)) -> Result<usize, String> {
        let mut used = 0;
        if !self.open {
            let Some(length) = end_of(bytes, b"\r\n\r\n") else { return Ok(0) };
            let status = &bytes[..12.min(bytes.len())];
            if status != b"HTTP/1.1 200" && status != b"HTTP/1.1 101" {
                return Err(format!("the server answered {}", String::from_utf8_lossy(status)));
            }
            self.open = true;
            used = length;
        }
        while let Some(length) = self.message(&bytes[used..]) {
            if let Some(mark) = mark(&bytes[used..used + length]) {
                heard(mark);
            }
            used += length;
        }
        Ok(used)
    }

    /// The length of the message at the beginning, if all of it is there.
    fn message(&self, bytes: &[u8]) -> Option<usize> {
        match self.kind {
            // The lengths that a chunked body puts between the events hold no empty line and no mark.
            Kind::Events => end_of(bytes, b"\n\n"),
            Kind::Socket => {
                let (head, length) = match bytes.get(1)? & 0x7f {
                    126 => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
                    127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
                    short => (2, usize::from(short)),
                };
                (bytes.len() >= head + length).then_some(head + length)
            }
        }
    }
}

fn end_of(bytes: &[u8], end: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, end).map(|position| position + end.len())
}

fn mark(message: &[u8]) -> Option<u32> {
    let digits = message.get(end_of(message, MARK)?..)?.get(..DIGITS)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(kind: Kind, parts: &[&[u8]]) -> Vec<u32> {
        let mut reader = Reader::new(kind);
        let mut heard = Vec::new();
        for part in parts {
            reader.take(part, |mark| heard.push(mark)).unwrap();
        }
        heard
    }

    #[test]
    fn an_event_counts_when_its_empty_line_is_there() {
        let event = b"HTTP/1.1 200 OK\r\n\r\n1f\r\nevent: change\ndata: bench-mark-000017\n\n\r\n".as_slice();
        assert_eq!(marks(Kind::Events, &[event]), [17]);
        for cut in 1..event.len() {
            assert_eq!(marks(Kind::Events, &[&event[..cut], &event[cut..]]), [17]);
        }
        assert!(marks(Kind::Events, &[&event[..event.len() - 3]]).is_empty());
    }

    #[test]
    fn a_socket_message_counts_when_its_length_is_there() {
        let head = b"HTTP/1.1 101 Switching Protocols\r\n\r\n".as_slice();
        let text = b"bench-mark-000042".as_slice();
        let short = [head, &[0x81, 17], text].concat();
        let long = [head, &[0x81, 126, 0, 17], text, &[0x81, 17], text].concat();
        assert_eq!(marks(Kind::Socket, &[&short]), [42]);
        for cut in 1..long.len() {
            assert_eq!(marks(Kind::Socket, &[&long[..cut], &long[cut..]]), [42, 42]);
        }
    }
}
