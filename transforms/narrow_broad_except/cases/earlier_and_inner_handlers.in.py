import json
import struct


def read(path: str) -> object:
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except OSError:
        return None
    except Exception:
        return {}


def header(data: bytes) -> int:
    try:
        try:
            (value,) = struct.unpack("<I", data)
            return value
        except struct.error:
            raise ValueError("short") from None
    except Exception:
        return -1


def either(data: bytes) -> str:
    try:
        try:
            return data.decode("utf-8")
        except Exception:
            return data.decode("latin-1").encode("ascii").hex()
    except Exception:
        return ""
