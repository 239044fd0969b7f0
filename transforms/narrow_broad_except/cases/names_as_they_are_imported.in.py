import importlib.metadata
import xml.etree.ElementTree as ET
import xml.etree.ElementTree
from asyncio import Queue, QueueEmpty as Empty
from json import JSONDecodeError, loads


def load(text: str) -> object:
    try:
        return loads(text)
    except Exception:
        return None


def poll(queue: Queue[str]) -> str:
    try:
        return queue.get_nowait()
    except Exception:
        return ""


def tree(text: str) -> object:
    try:
        return ET.fromstring(text)
    except Exception:
        return None


def version() -> str:
    try:
        return importlib.metadata.version("relay")
    except Exception:
        return "0"


def late(data: bytes) -> object:
    import struct

    try:
        return struct.unpack("<I", data)
    except Exception:
        return None


def later(data: bytes) -> object:
    try:
        import zlib

        return zlib.decompress(data)
    except Exception:
        return None
