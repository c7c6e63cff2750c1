//! HTTP/1.1 over one kept socket: enough to talk to the real binary, and to notice when it dies.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A line to one server.
pub(crate) struct Wire {
    to: SocketAddr,
    kept: Mutex<Option<BufReader<TcpStream>>>,
}

impl Wire {
    pub(crate) fn new(to: SocketAddr) -> Wire {
        Wire { to, kept: Mutex::new(None) }
    }

    pub(crate) fn ask(
        &self,
        method: &Method,
        path: &str,
        headers: &[(String, String)],
        body: &[&[u8]],
    ) -> Result<(u16, HeaderMap, Bytes)> {
        let mut kept = self.kept.lock().expect("one at a time");
        let mut line = match kept.take() {
            Some(line) => line,
            None => self.dial()?,
        };
        let length: usize = body.iter().map(|part| part.len()).sum();
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {length}\r\n", self.to);
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        let socket = line.get_mut();
        socket.write_all(head.as_bytes())?;
        // A server that refuses a body early answers before all of it is sent.
        let sent = body.iter().try_for_each(|part| socket.write_all(part));
        let answer = read(&mut line);
        match (sent, answer) {
            (Ok(()), Ok((answer, keep))) => {
                *kept = keep.then_some(line);
                Ok(answer)
            }
            (Err(_), Ok((answer, _))) => Ok(answer),
            (Err(error), Err(_)) | (_, Err(error)) => Err(error),
        }
    }

    fn dial(&self) -> Result<BufReader<TcpStream>> {
        let socket = TcpStream::connect_timeout(&self.to, PATIENCE)?;
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(socket))
    }
}

type Read3 = ((u16, HeaderMap, Bytes), bool);

fn read(line: &mut BufReader<TcpStream>) -> Result<Read3> {
    let first = text(line)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(broken)?;
    let mut headers = HeaderMap::new();
    loop {
        let header = text(line)?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').ok_or_else(broken)?;
        let name = HeaderName::from_bytes(name.trim().as_bytes()).map_err(|_| broken())?;
        headers.append(name, HeaderValue::from_str(value.trim()).map_err(|_| broken())?);
    }
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let close = said("connection") == "close";
    let length: Option<usize> = said("content-length").parse().ok();
    let chunked = said("transfer-encoding") == "chunked";
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = usize::from_str_radix(text(line)?.trim(), 16).map_err(|_| broken())?;
            let from = body.len();
            body.resize(from + size, 0);
            line.read_exact(&mut body[from..])?;
            text(line)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        body.resize(length, 0);
        line.read_exact(&mut body)?;
    } else if status != 204 && status != 304 {
        line.read_to_end(&mut body)?;
    }
    Ok(((status, headers, Bytes::from(body)), !close && (chunked || length.is_some() || status == 204)))
}

fn text(line: &mut BufReader<TcpStream>) -> Result<String> {
    let mut text = String::new();
    if line.read_line(&mut text)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn broken() -> Error {
    ErrorKind::InvalidData.into()
}
