//! Thousands of listeners in one thread: opens them, waits for marked messages, notes when each arrived at each.
//!
//! One thread and `epoll`, so that the listeners take as little as possible from the machine they share with the server
//! that is measured. The clock is `CLOCK_MONOTONIC`, the same as `process.hrtime` in Node.
//!
//! Prints `ready` when all are connected and `done` when all marks came everywhere or its standard input ends; then the
//! arrivals lie in the output file, twelve bytes each: number of the mark (u32) and nanoseconds (u64), little-endian.

mod frames;

use std::{
    error::Error,
    fs::File,
    io::{self, BufWriter, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
};

use frames::{Kind, Reader};
use rustix::{
    event::epoll,
    time::{ClockId, clock_gettime},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Connections that may be waiting for their first answer at the same time.
const OPENING: usize = 64;
/// Marks the standard input in epoll's answers.
const INPUT: u64 = u64::MAX;

/// What the command line says: kind, address, path, cookie, listeners, marks, output file.
struct Task {
    kind: Kind,
    address: SocketAddr,
    path: String,
    cookie: String,
    listeners: usize,
    marks: usize,
    output: String,
}

impl Task {
    fn from_arguments() -> Outcome<Self> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [kind, address, path, cookie, listeners, marks, output] = arguments.as_slice() else {
            return Err("Usage: listeners sse|ws ADDRESS PATH COOKIE LISTENERS MARKS OUTPUT".into());
        };
        Ok(Self {
            kind: Kind::parse(kind).ok_or("the kind is sse or ws")?,
            address: address.parse()?,
            path: path.clone(),
            cookie: cookie.clone(),
            listeners: listeners.parse()?,
            marks: marks.parse()?,
            output: output.clone(),
        })
    }

    fn request(&self) -> String {
        let Self { address, path, cookie, .. } = self;
        let purpose = match self.kind {
            Kind::Events => "Accept: text/event-stream\r\n",
            Kind::Socket => {
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            }
        };
        format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n{purpose}\r\n")
    }
}

struct Listener {
    stream: TcpStream,
    reader: Reader,
}

struct Arrival {
    mark: u32,
    at: u64,
}

fn main() -> Outcome<()> {
    let task = Task::from_arguments()?;
    let poll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    let mut room = Room {
        listeners: Vec::with_capacity(task.listeners),
        open: 0,
        arrivals: Vec::new(),
        buffer: vec![0; 256 * 1024],
    };

    let request = task.request();
    for number in 0..task.listeners {
        let mut stream = TcpStream::connect(task.address)?;
        stream.set_nodelay(true)?;
        stream.write_all(request.as_bytes())?;
        stream.set_nonblocking(true)?;
        epoll::add(&poll, &stream, epoll::EventData::new_u64(number as u64), epoll::EventFlags::IN)?;
        room.listeners.push(Listener { stream, reader: Reader::new(task.kind) });
        while room.listeners.len() - room.open >= OPENING {
            room.listen(&poll)?;
        }
    }
    while room.open < task.listeners {
        room.listen(&poll)?;
    }
    say("ready")?;

    epoll::add(&poll, io::stdin(), epoll::EventData::new_u64(INPUT), epoll::EventFlags::IN)?;
    let expected = task.listeners * task.marks;
    while room.arrivals.len() < expected && room.listen(&poll)? {}

    let mut output = BufWriter::new(File::create(&task.output)?);
    for Arrival { mark, at } in &room.arrivals {
        output.write_all(&mark.to_le_bytes())?;
        output.write_all(&at.to_le_bytes())?;
    }
    output.flush()?;
    say("done")
}

fn say(word: &str) -> Outcome<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{word}")?;
    output.flush()?;
    Ok(())
}

/// All listeners and what they heard.
struct Room {
    listeners: Vec<Listener>,
    /// How many have been answered.
    open: usize,
    arrivals: Vec<Arrival>,
    buffer: Vec<u8>,
}

impl Room {
    /// Waits for news and takes it in; false when the standard input ended.
    fn listen(&mut self, poll: &impl std::os::fd::AsFd) -> Outcome<bool> {
        let mut events =
            [const { epoll::Event { flags: epoll::EventFlags::empty(), data: epoll::EventData::new_u64(0) } }; 512];
        let count = match epoll::wait(poll, &mut events[..], None) {
            Ok(count) => count,
            Err(rustix::io::Errno::INTR) => 0,
            Err(error) => return Err(error.into()),
        };
        for event in &events[..count] {
            match event.data.u64() {
                INPUT => return Ok(false),
                number => self.hear(usize::try_from(number)?)?,
            }
        }
        Ok(true)
    }

    fn hear(&mut self, number: usize) -> Outcome<()> {
        let Listener { stream, reader } = &mut self.listeners[number];
        let was_open = reader.is_open();
        let length = match stream.read(&mut self.buffer) {
            Ok(0) => return Err(format!("listener {number} was hung up on").into()),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let at = now();
        let arrivals = &mut self.arrivals;
        reader.take(&self.buffer[..length], |mark| arrivals.push(Arrival { mark, at }))?;
        self.open += usize::from(!was_open && reader.is_open());
        Ok(())
    }
}

/// Nanoseconds of the machine's monotonic clock.
fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
