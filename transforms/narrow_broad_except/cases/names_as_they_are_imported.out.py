import importlib.metadata
import xml.etree.ElementTree as ET
import xml.etree.ElementTree
from asyncio import Queue, QueueEmpty as Empty
from json import JSONDecodeError, loads


def load(text: str) -> object:
    try:
        return loads(text)
    except JSONDecodeError:
        return None


def poll(queue: Queue[str]) -> str:
    try:
        return queue.get_nowait()
    except Empty:
        return ""


def tree(text: str) -> object:
    try:
        return ET.fromstring(text)
    except (ET.ParseError, LookupError, ValueError):
        return None


def version() -> str:
    try:
        return importlib.metadata.version("relay")
    except importlib.metadata.PackageNotFoundError:
        return "0"


def late(data: bytes) -> object:
    import struct

    try:
        return struct.unpack("<I", data)
    except struct.error:
        return None


def later(data: bytes) -> object:
    try:
        import zlib

        return zlib.decompress(data)
    except Exception:
        return None
