//! The least HTTP/1.1 client that keeps its connection: so that the load costs little beside the server.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection and what was read ahead on it.
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// The part of an answer that counts.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) length: usize,
    /// The start of the body, kept for answers that were not the one asked for.
    pub(super) words: Option<String>,
    pub(super) closes: bool,
}

fn broken(words: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, words.to_owned())
}

impl Connection {
    /// Opens a connection to `host:port`.
    pub(super) async fn open(address: &str) -> std::io::Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends one request and reads its whole answer.
    pub(super) async fn ask(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        let head_end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.read_more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..head_end]).to_ascii_lowercase();
        self.buffer.drain(..head_end);
        let status =
            head.get(9..12).and_then(|code| code.parse().ok()).ok_or_else(|| broken("no status line"))?;
        let header = |name: &str| {
            head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        let has_body = status != 204 && status != 304;
        let body = if !has_body {
            Vec::new()
        } else if let Some(length) = header("content-length") {
            let length = length.parse().map_err(|_| broken("no number in content-length"))?;
            self.take(length).await?
        } else if header("transfer-encoding").is_some_and(|how| how.contains("chunked")) {
            self.take_chunks().await?
        } else {
            return Err(broken("an answer of unknown length"));
        };
        let words =
            (status >= 400).then(|| String::from_utf8_lossy(&body[..body.len().min(400)]).into_owned());
        let closes = header("connection") == Some("close");
        Ok(Answer { status, length: head_end + body.len(), words, closes })
    }

    async fn read_more(&mut self) -> std::io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(broken("the server closed the connection")),
            _ => Ok(()),
        }
    }

    async fn take(&mut self, length: usize) -> std::io::Result<Vec<u8>> {
        while self.buffer.len() < length {
            self.read_more().await?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    async fn take_chunks(&mut self) -> std::io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_end = loop {
                if let Some(end) = find(&self.buffer, b"\r\n") {
                    break end + 2;
                }
                self.read_more().await?;
            };
            let line = self.take(line_end).await?;
            let size = String::from_utf8_lossy(&line);
            let size = size.trim().split(';').next().unwrap_or("");
            let size = usize::from_str_radix(size, 16).map_err(|_| broken("no size of a chunk"))?;
            let chunk = self.take(size + 2).await?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
