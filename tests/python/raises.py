"""Checks the table of what calls raise against this Python.

Usage: raises.py TABLE

Every callable exists, every exception is one with the bases that the table gives, every argument is a parameter where
Python shows the signature, and no row is there twice. Then faults are provoked: what is raised must be what the row of
the call says.
"""

import asyncio
import importlib
import inspect
import pathlib
import re
import socket
import sqlite3
import struct
import sys
import tempfile
import threading
import tomllib
from collections import deque
from collections.abc import Callable
from typing import Any

# Classes that older Pythons make by a function.
MADE = {"threading.Lock": type(threading.Lock())}
# Parameters whose names C code or typing hides, and positional-only ones, which have no name to check.
ARGUMENT = re.compile(r"\*?[a-z_]\w*(!?: .+)?")


def find(name: str) -> Any:
    """The thing that a dotted name means."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for depth, part in enumerate(parts[length:], start=length + 1):
            found = MADE.get(".".join(parts[:depth])) or getattr(found, part)
        return found
    raise ImportError(name)


def too_new(table: dict[str, Any], name: str) -> bool:
    since = table["since"].get(name)
    return since is not None and sys.version_info[:2] < tuple(map(int, since.split(".")))


def exception(name: str) -> type[BaseException]:
    return find(name if "." in name else f"builtins.{name}")


def check_exceptions(table: dict[str, Any]) -> list[str]:
    bad = []
    for name, bases in table["exceptions"].items():
        if too_new(table, name):
            continue
        cls = exception(name)
        if not (isinstance(cls, type) and issubclass(cls, Exception)):
            bad.append(f"{name} is no exception")
            continue
        # Its bases, but for private ones, which have no name for a handler.
        if not all(issubclass(cls, exception(base)) for base in bases):
            bad.append(f"{name} is not below {bases}")
        named = {exception(other) for other in table["exceptions"] if not too_new(table, other)}
        above = {other for other in cls.__mro__[1:] if other in named and other is not cls}
        given = {up for base in bases for up in exception(base).__mro__ if up in named}
        if above != given and cls is not TimeoutError:
            bad.append(f"{name} is below {above}, the table says {given}")
    for alias, name in table["aliases"].items():
        try:
            same = exception(alias) is exception(name)
        except AttributeError:
            continue  # newer than this Python
        if not same:
            bad.append(f"{alias} is not {name}")
    return bad


def check_row(table: dict[str, Any], row: dict[str, Any]) -> list[str]:
    name, bad = row["name"], []
    unknown = row.keys() - {
        "name", "arguments", "awaited", "raises", "otherwise", "literal", "also", "unless", "returns", "source", "note",
    }
    if unknown:
        bad.append(f"{name}: unknown fields {unknown}")
    if not re.fullmatch(r"library/[\w.-]+\.html#[\w.-]+", row.get("source", "")):
        bad.append(f"{name}: no source")
    also = [raised for raises in row.get("also", {}).values() for raised in raises]
    for raised in [*row["raises"], *row.get("otherwise", []), *row.get("literal", []), *also]:
        if raised not in table["exceptions"]:
            bad.append(f"{name}: {raised} is not in [exceptions]")
    if not set(row.get("literal", [])) <= set(row["raises"]):
        bad.append(f"{name}: `literal` holds what `raises` does not")
    if row["raises"] != sorted(row["raises"]):
        bad.append(f"{name}: `raises` is not sorted")
    arguments = row.get("arguments", [])
    for argument in arguments:
        if not ARGUMENT.fullmatch(argument):
            bad.append(f"{name}: {argument} is no argument")
    names = [re.split(r"[!:]", argument)[0] for argument in arguments]
    if row.get("unless") not in [None, *names]:
        bad.append(f"{name}: `unless` is no argument")
    if name.startswith("tomllib.") and sys.version_info < (3, 11):
        return bad
    try:
        target = find(name)
    except (ImportError, AttributeError) as error:
        return [*bad, f"{name} does not exist: {error!r}"]
    if not callable(target):
        return [*bad, f"{name} cannot be called"]
    if row.get("awaited") and not inspect.iscoroutinefunction(target):
        bad.append(f"{name} is not async")
    if not row.get("awaited") and inspect.iscoroutinefunction(target):
        bad.append(f"{name} is async")
    try:
        parameters = inspect.signature(target).parameters.values()
    except ValueError:
        return bad  # written in C, without a signature
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return bad
    rest = any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    by_name = {parameter.name for parameter in parameters if parameter.kind is not parameter.POSITIONAL_ONLY}
    positional = sum(parameter.kind is parameter.POSITIONAL_ONLY for parameter in parameters)
    unnamed = [given for given in names if given not in by_name and not given.startswith("*")]
    if len(unnamed) > positional and not rest:
        bad.append(f"{name}: {unnamed} are no parameters of {inspect.signature(target)}")
    return bad


async def stream(data: bytes = b"", limit: int = 64) -> asyncio.StreamReader:
    reader = asyncio.StreamReader(limit=limit)
    reader.feed_data(data)
    reader.feed_eof()
    return reader


async def full_queue() -> asyncio.Queue:
    queue: asyncio.Queue = asyncio.Queue(1)
    queue.put_nowait(1)
    return queue


async def never() -> None:
    await asyncio.Event().wait()


async def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def connect() -> None:
    await asyncio.open_connection("127.0.0.1", await closed_port())


async def drain_after_reset() -> None:
    server = await asyncio.start_server(lambda _r, writer: writer.transport.abort(), "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        try:
            while True:
                writer.write(b"x" * 100_000)
                await writer.drain()
        finally:
            writer.transport.abort()


async def write_after_eof() -> None:
    server = await asyncio.start_server(lambda _r, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        try:
            writer.write_eof()
            writer.write(b"x")
        finally:
            writer.transport.abort()


def close_on_closed_loop() -> None:
    async def open_one() -> asyncio.StreamWriter:
        reading, writing = socket.socketpair()
        reading.close()
        _, writer = await asyncio.open_connection(sock=writing)
        return writer

    loop = asyncio.new_event_loop()
    writer = loop.run_until_complete(open_one())
    loop.close()
    try:
        writer.close()
    finally:
        writer.get_extra_info("socket")._sock.close()


def unstarted() -> threading.Thread:
    return threading.Thread(target=print)


def call(name: str, *args: Any, **kwargs: Any) -> tuple[str, Callable[[], Any]]:
    return name, lambda: find(name)(*args, **kwargs)


def method(name: str, receiver: Callable[[], Any], *args: Any) -> tuple[str, Callable[[], Any]]:
    async def run() -> Any:
        made = receiver()
        if inspect.iscoroutine(made):
            made = await made
        result = find(name)(made, *args)
        return await result if inspect.isawaitable(result) else result

    return name, run


HERE = pathlib.Path(tempfile.gettempdir())
GONE = HERE / "amends-there-is-no-such-thing" / "file"
TEXT = str(GONE)

# The call, and a way to make it fail.
FAULTS: list[tuple[str, Callable[[], Any]]] = [
    call("builtins.int", "x"),
    call("builtins.int", None),
    call("builtins.int", float("inf")),
    call("builtins.float", "x"),
    call("builtins.float", 10**400),
    call("builtins.float", []),
    call("builtins.open", TEXT),
    call("builtins.open", "a\0b"),
    call("builtins.open", []),
    method("builtins.dict.pop", dict, "x"),
    method("builtins.dict.pop", dict, []),
    method("builtins.dict.popitem", dict),
    method("builtins.dict.get", dict, []),
    method("builtins.list.pop", list),
    method("builtins.list.remove", list, 1),
    method("builtins.list.index", list, 1),
    method("builtins.set.remove", set, 1),
    method("builtins.set.add", set, []),
    method("builtins.set.pop", set),
    method("collections.deque.popleft", deque),
    method("collections.deque.pop", deque),
    method("collections.deque.remove", deque, 1),
    method("builtins.str.encode", lambda: "\ud800", "utf-8"),
    method("builtins.str.encode", lambda: "\u00e9", "ascii"),
    method("builtins.str.index", lambda: "abc", "x"),
    method("builtins.str.join", lambda: ",", [1]),
    method("builtins.str.partition", lambda: "abc", ""),
    method("builtins.str.split", lambda: "abc", ""),
    method("builtins.bytes.decode", lambda: b"\xff"),
    method("builtins.bytes.index", lambda: b"abc", b"x"),
    call("builtins.bytes.fromhex", "x"),
    method("builtins.int.to_bytes", lambda: 1000, 1, "big"),
    method("builtins.int.to_bytes", lambda: 1000, -1, "big"),
    call("asyncio.get_running_loop"),
    call("asyncio.current_task"),
    call("asyncio.all_tasks"),
    method("asyncio.wait_for", never, 0),
    ("asyncio.wait_for", lambda: asyncio.wait_for(never(), 0.001)),
    ("asyncio.open_connection", connect),
    ("asyncio.open_connection", lambda: asyncio.open_connection("a" * 70, 1)),
    call("asyncio.open_unix_connection", TEXT),
    call("asyncio.create_subprocess_exec", TEXT),
    call("asyncio.create_subprocess_exec", "a\0b"),
    call("asyncio.create_subprocess_exec", 1),
    method("asyncio.StreamReader.readexactly", stream, 3),
    method("asyncio.StreamReader.readexactly", stream, -1),
    method("asyncio.StreamReader.readuntil", stream, b"\n"),
    method("asyncio.StreamReader.readuntil", lambda: stream(b"x" * 200), b"\n"),
    method("asyncio.StreamReader.readuntil", stream, b""),
    method("asyncio.StreamReader.readline", lambda: stream(b"x" * 200 + b"\n")),
    ("asyncio.StreamWriter.drain", drain_after_reset),
    ("asyncio.StreamWriter.write", write_after_eof),
    ("asyncio.StreamWriter.close", close_on_closed_loop),
    method("asyncio.Queue.get_nowait", asyncio.Queue),
    method("asyncio.Queue.put_nowait", full_queue, 2),
    method("asyncio.Queue.task_done", asyncio.Queue),
    method("asyncio.Lock.release", asyncio.Lock),
    method("asyncio.BoundedSemaphore.release", asyncio.BoundedSemaphore),
    method("asyncio.Future.exception", asyncio.Future),
    call("json.loads", "{"),
    call("json.loads", b"\xff"),
    call("json.loads", None),
    call("resource.getrlimit", 9999),
    call("resource.setrlimit", 7, (2, 1)),
    call("resource.setrlimit", 7, ("x", 1)),
    call("json.dumps", object()),
    call("json.dumps", float("nan"), allow_nan=False),
    call("struct.unpack", "<I", b"x"),
    call("struct.unpack", "?!", b"x"),
    call("struct.unpack_from", "<I", b"x"),
    call("struct.pack", "<B", 300),
    call("struct.pack", "<f", 1e300),
    call("struct.pack", "<I", "x"),
    call("struct.calcsize", "!!"),
    call("base64.b64decode", "x"),
    call("base64.b64decode", "\u00e9"),
    call("base64.b64decode", 1),
    call("base64.b32decode", "x"),
    call("base64.b16decode", "x"),
    call("base64.b85decode", "\u00e9"),
    call("base64.urlsafe_b64decode", "x"),
    call("binascii.unhexlify", "x"),
    call("binascii.a2b_base64", "x"),
    call("zlib.decompress", b"x"),
    call("zlib.compress", b"x", 99),
    call("gzip.decompress", b"x"),
    call("gzip.decompress", b"\x1f\x8b\x08\x00"),
    call("bz2.decompress", b"x"),
    call("bz2.decompress", b"BZh"),
    call("lzma.decompress", b"x"),
    call("tomllib.loads", "x"),
    call("xml.etree.ElementTree.fromstring", "<"),
    call("xml.etree.ElementTree.fromstring", b"<?xml version='1.0' encoding='nowhere'?><a/>"),
    call("ast.literal_eval", "f()"),
    call("ast.literal_eval", "("),
    call("ast.parse", "("),
    call("shlex.split", "'"),
    call("uuid.UUID", "x"),
    call("uuid.UUID", 1),
    call("ipaddress.ip_address", "x"),
    call("ipaddress.ip_network", "10.0.0.1/8"),
    call("ipaddress.ip_interface", "x"),
    call("ipaddress.IPv4Address", "x"),
    call("ipaddress.IPv6Address", "x"),
    call("datetime.date.fromisoformat", "x"),
    call("datetime.datetime.fromisoformat", "x"),
    call("datetime.datetime.fromisoformat", None),
    call("datetime.time.fromisoformat", "x"),
    call("datetime.datetime.fromtimestamp", 1e30),
    call("datetime.datetime.fromtimestamp", float("nan")),
    call("datetime.datetime.strptime", "x", "%Y"),
    call("datetime.timedelta", days=1e20),
    call("datetime.timedelta", days=float("nan")),
    call("decimal.Decimal", "x"),
    call("decimal.Decimal", []),
    call("zoneinfo.ZoneInfo", "Nowhere/Land"),
    call("zoneinfo.ZoneInfo", "../x"),
    call("unicodedata.name", "\0"),
    call("unicodedata.name", "ab"),
    call("codecs.lookup", "nothing"),
    call("locale.setlocale", 6, "nothing"),
    call("re.compile", "("),
    call("re.match", "(", "x"),
    call("re.match", "x", b"x"),
    method("re.Match.group", lambda: re.match("x", "x"), 3),
    call("urllib.parse.urlsplit", "http://[x"),
    call("urllib.parse.urlparse", "http://[x"),
    call("urllib.parse.urljoin", "http://[x", "y"),
    call("urllib.parse.quote", "\ud800"),
    call("signal.Signals", 9999),
    call("http.HTTPStatus", 1),
    call("hmac.compare_digest", "\u00e9", "x"),
    call("importlib.metadata.version", "amends-there-is-no-such-thing"),
    call("math.sqrt", -1),
    call("math.log", 0),
    call("math.exp", 1e9),
    call("math.ceil", float("inf")),
    call("math.floor", float("nan")),
    call("random.choice", []),
    call("random.randint", 2, 1),
    call("time.sleep", -1),
    call("time.gmtime", 1e30),
    call("time.localtime", float("nan")),
    call("time.strptime", "x", "%Y"),
    call("os.remove", TEXT),
    call("os.remove", "a\0b"),
    call("os.remove", None),
    call("os.rename", TEXT, TEXT),
    call("os.rmdir", TEXT),
    call("os.mkdir", TEXT),
    call("os.listdir", TEXT),
    call("os.stat", TEXT),
    call("os.close", -1),
    call("os.fsync", -1),
    call("os.kill", 2**30, 0),
    call("os.kill", 2**70, 0),
    call("os.readlink", TEXT),
    call("os.path.getsize", TEXT),
    call("os.environ.pop", "AMENDS_IS_NOT_SET"),
    call("shutil.rmtree", TEXT),
    call("shutil.copy", TEXT, TEXT),
    call("shutil.move", TEXT, TEXT),
    method("pathlib.Path.read_text", lambda: GONE),
    method("pathlib.Path.read_bytes", lambda: GONE),
    method("pathlib.Path.unlink", lambda: GONE),
    method("pathlib.Path.mkdir", lambda: GONE),
    method("pathlib.Path.stat", lambda: GONE),
    method("pathlib.Path.write_text", lambda: GONE, "x"),
    method("pathlib.PurePath.relative_to", lambda: GONE, "/x"),
    method("pathlib.PurePath.with_suffix", lambda: GONE, "x"),
    call("socket.getaddrinfo", "a" * 70, 1),
    call("socket.inet_aton", "x"),
    call("socket.inet_ntoa", b"x"),
    call("socket.inet_pton", socket.AF_INET6, "x"),
    call("socket.create_connection", ("127.0.0.1", 1), 1),
    method("socket.socket.bind", socket.socket, ("127.0.0.1", 70000)),
    method("socket.socket.connect", socket.socket, "x"),
    method("socket.socket.shutdown", socket.socket, 2),
    method("socket.socket.getpeername", socket.socket),
    method("socket.socket.recv", socket.socket, -1),
    call("urllib.request.urlopen", "nothing"),
    call("subprocess.run", [TEXT]),
    call("subprocess.run", [1]),
    call("subprocess.run", ["sh", "-c", "exit 1"], check=True),
    call("subprocess.run", ["sleep", "5"], timeout=0.01),
    call("subprocess.check_output", ["sh", "-c", "exit 1"]),
    call("signal.signal", 9999, None),
    method("threading.Lock.release", threading.Lock),
    method("threading.Thread.join", unstarted),
    method("queue.Queue.get_nowait", lambda: find("queue.Queue")()),
    method("queue.Queue.get", lambda: find("queue.Queue")(), True, -1),
    method("contextvars.ContextVar.get", lambda: find("contextvars.ContextVar")("x")),
    method("concurrent.futures.Executor.submit", lambda: shut_down(), print),
    method("sqlite3.Connection.commit", lambda: closed_database()),
]


def shut_down() -> Any:
    executor = find("concurrent.futures.ThreadPoolExecutor")(1)
    executor.shutdown()
    return executor


def closed_database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.close()
    return connection


def provoke(table: dict[str, Any], rows: dict[str, Any], name: str, fault: Callable[[], Any]) -> str | None:
    also = [raised for raises in rows[name].get("also", {}).values() for raised in raises]
    expected = [*rows[name]["raises"], *rows[name].get("otherwise", ["TypeError"]), *also]
    classes = tuple(exception(one) for one in expected if not too_new(table, one))

    async def awaited() -> Any:
        result = fault()
        return await result if inspect.isawaitable(result) else result

    try:
        if rows[name].get("awaited") or inspect.iscoroutinefunction(fault):
            asyncio.run(asyncio.wait_for(awaited(), 20))
        else:
            fault()
    except classes:
        return None
    except Exception as error:  # noqa: BLE001 - this is what is compared
        return f"{name} raises {error!r}, the table says {expected}"
    return f"{name} did not fail"


def main(path: str) -> int:
    with open(path, "rb") as file:
        table = tomllib.load(file)
    rows = {row["name"]: row for row in table["call"]}
    bad = check_exceptions(table)
    if len(rows) != len(table["call"]):
        bad.append("a callable has two rows")
    bad += [line for row in table["call"] for line in check_row(table, row)]
    bad += [f"{name} is not there" for name in table["constants"] if not found(name)]
    bad += [line for name, fault in FAULTS if (line := provoke(table, rows, name, fault))]
    if bad:
        print("\n".join(bad))
        return 1
    print(f"{len(rows)} rows, {len({name for name, _ in FAULTS})} provoked")
    return 0


def found(name: str) -> bool:
    try:
        find(name)
    except AttributeError:
        # Newer than this Python.
        return name == "datetime.UTC" and sys.version_info < (3, 11)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
