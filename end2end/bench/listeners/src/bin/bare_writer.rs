//! The near limit of a live feed: a program that does nothing but write a message to every socket, one after the other.
//!
//! `GET` is answered with the head of an event stream, and the connection is kept; the body of a `POST` is written to all
//! of these as it is, then the `POST` is answered. Nothing is checked, stored or waited for. Prints `listening on PORT`.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

const STREAM: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const DONE: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

type Streams = Arc<Mutex<Vec<TcpStream>>>;

fn main() -> io::Result<()> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    println!("listening on {}", server.local_addr()?.port());
    let streams = Streams::default();
    for stream in server.incoming() {
        let stream = stream?;
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        let Some(head) = Head::read(&mut reader)? else { continue };
        if head.is_post {
            let streams = streams.clone();
            thread::spawn(move || repeat(stream, reader, head, &streams));
        } else {
            (&stream).write_all(STREAM)?;
            streams.lock().expect("nobody panicked").push(stream);
        }
    }
    Ok(())
}

/// Writes the body of this and every further `POST` of a connection to all streams.
fn repeat(mut answers: TcpStream, mut reader: BufReader<TcpStream>, first: Head, streams: &Streams) -> io::Result<()> {
    let mut head = Some(first);
    while let Some(Head { length, .. }) = head {
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        for stream in streams.lock().expect("nobody panicked").iter_mut() {
            stream.write_all(&body)?;
        }
        answers.write_all(DONE)?;
        head = Head::read(&mut reader)?;
    }
    Ok(())
}

struct Head {
    is_post: bool,
    length: usize,
}

impl Head {
    /// None at the end of the connection.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
        let mut head = Head { is_post: false, length: 0 };
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        head.is_post = line.starts_with("POST");
        while line.trim_end() != "" {
            line.clear();
            reader.read_line(&mut line)?;
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                head.length = value.trim().parse().unwrap_or_default();
            }
        }
        Ok(Some(head))
    }
}
