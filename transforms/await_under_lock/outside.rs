//! What a function or class outside of the given files waits for, by its name. A table; follows nothing.

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only other tasks' turns.
    Quick,
    /// Code that is handed in.
    Callback,
    /// Whoever goes over the generator.
    Consumer,
    /// Somebody else's signal.
    Event,
    /// A task or future.
    Task,
    /// The other side of a queue.
    Queue,
    Network,
    Subprocess,
    File,
    /// A thread or process of an executor.
    Thread,
    Sleep,
}

impl Kind {
    /// In words, behind "waits for".
    pub fn words(self) -> &'static str {
        match self {
            Kind::Quick => "nothing but other tasks' turns",
            Kind::Callback => "a callback",
            Kind::Consumer => "whoever goes over the generator",
            Kind::Event => "somebody else's signal",
            Kind::Task => "another task or a future",
            Kind::Queue => "the other side of a queue",
            Kind::Network => "the network",
            Kind::Subprocess => "a subprocess",
            Kind::File => "files or a database",
            Kind::Thread => "a thread",
            Kind::Sleep => "time to pass",
        }
    }
}

/// Functions and methods, by the start of their canonical names; the first that fits counts.
/// Sources: the documentation of asyncio ("Streams", "Subprocesses", "Queues", "Synchronization Primitives", "Event Loop",
/// "Futures"), of anyio and of trio.
const KNOWN: &[(&str, Kind)] = &[
    ("asyncio.sleep", Kind::Sleep),
    ("asyncio.to_thread", Kind::Thread),
    ("asyncio.open_", Kind::Network),
    ("asyncio.start_", Kind::Network),
    ("asyncio.StreamReader", Kind::Network),
    ("asyncio.StreamWriter", Kind::Network),
    ("asyncio.Server", Kind::Network),
    ("asyncio.AbstractServer", Kind::Network),
    ("asyncio.create_subprocess_", Kind::Subprocess),
    ("asyncio.subprocess.", Kind::Subprocess),
    ("asyncio.Event", Kind::Event),
    ("asyncio.Condition.wait", Kind::Event),
    ("asyncio.Barrier", Kind::Event),
    ("asyncio.Queue", Kind::Queue),
    ("asyncio.PriorityQueue", Kind::Queue),
    ("asyncio.LifoQueue", Kind::Queue),
    ("asyncio.Task", Kind::Task),
    ("asyncio.Future", Kind::Task),
    ("asyncio.TaskGroup", Kind::Task),
    ("asyncio.wrap_future", Kind::Task),
    ("asyncio.as_completed", Kind::Task),
    ("asyncio.wait", Kind::Task),
    ("concurrent.futures.", Kind::Task),
    ("anyio.sleep", Kind::Sleep),
    ("anyio.lowlevel", Kind::Quick),
    ("anyio.Event", Kind::Event),
    ("anyio.to_thread", Kind::Thread),
    ("anyio.to_process", Kind::Thread),
    ("anyio.run_process", Kind::Subprocess),
    ("anyio.open_process", Kind::Subprocess),
    ("anyio.open_file", Kind::File),
    ("anyio.Path", Kind::File),
    ("anyio.connect_", Kind::Network),
    ("anyio.create_task_group", Kind::Task),
    ("trio.sleep", Kind::Sleep),
    ("trio.lowlevel.checkpoint", Kind::Quick),
    ("trio.Event", Kind::Event),
    ("trio.to_thread", Kind::Thread),
    ("trio.run_process", Kind::Subprocess),
    ("trio.open_nursery", Kind::Task),
    ("trio.open_tcp_", Kind::Network),
    ("tornado.gen.sleep", Kind::Sleep),
    ("tornado.iostream", Kind::Network),
    ("tornado.tcpclient", Kind::Network),
    ("tornado.httpclient", Kind::Network),
    ("tornado.locks", Kind::Event),
    ("tornado.queues", Kind::Queue),
    ("starlette.concurrency", Kind::Thread),
    ("asgiref.sync", Kind::Thread),
];

/// Libraries all of whose coroutines wait for the network.
const NETWORK: &[&str] = &[
    "aio_pika",
    "aiobotocore",
    "aiodns",
    "aiohttp",
    "aiokafka",
    "aiomysql",
    "aiopg",
    "aioredis",
    "aiormq",
    "aiosmtplib",
    "asyncpg",
    "asyncssh",
    "databases",
    "elasticsearch",
    "grpc",
    "grpclib",
    "h2",
    "httpcore",
    "httpx",
    "motor",
    "nats",
    "psycopg",
    "pymongo",
    "redis",
    "valkey",
    "websockets",
    "zmq",
];
/// The same for files.
const FILES: &[&str] = &["aiofiles", "aiopath", "aiosqlite", "aioshutil"];

/// Methods of event loops. Source: the asyncio documentation, "Event Loop".
fn of_loop(method: &str) -> Option<Kind> {
    match method {
        "run_in_executor" | "shutdown_default_executor" => Some(Kind::Thread),
        "create_task" | "shutdown_asyncgens" => Some(Kind::Task),
        "create_future" => Some(Kind::Task),
        _ if method.starts_with("subprocess_") => Some(Kind::Subprocess),
        _ if method.starts_with("sock_")
            || method.starts_with("create_")
            || method.starts_with("connect_") =>
        {
            Some(Kind::Network)
        }
        "getaddrinfo" | "getnameinfo" | "start_tls" | "sendfile" => Some(Kind::Network),
        _ => None,
    }
}

/// What the thing of this canonical name waits for; `None` if that is not known.
pub(super) fn kind(name: &str) -> Option<Kind> {
    // `anyio._core._synchronization.Event` is `anyio.Event`.
    let parts: Vec<&str> = name.split('.').filter(|part| !part.starts_with('_')).collect();
    let name = parts.join(".");
    if let [.., class, method] = parts.as_slice()
        && class.ends_with("EventLoop")
        && let Some(kind) = of_loop(method)
    {
        return Some(kind);
    }
    if let Some((_, kind)) = KNOWN.iter().find(|(start, _)| name.starts_with(start)) {
        return Some(*kind);
    }
    let root = parts.first()?;
    if NETWORK.contains(root) {
        return Some(Kind::Network);
    }
    FILES.contains(root).then_some(Kind::File)
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn names_tell_what_is_waited_for() {
        for (name, expected) in [
            ("asyncio.StreamWriter.drain", Some(Kind::Network)),
            ("asyncio.AbstractEventLoop.run_in_executor", Some(Kind::Thread)),
            ("asyncio.subprocess.Process.wait", Some(Kind::Subprocess)),
            ("anyio._core._synchronization.Event.wait", Some(Kind::Event)),
            ("redis.asyncio.client.Redis.get", Some(Kind::Network)),
            ("aiofiles.open", Some(Kind::File)),
            ("somewhere.fetch", None),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
