def known(name: str) -> bool:
    return name in globals() and globals()[name] is not None


def checksum(data: bytes) -> int:
    try:
        return zlib.crc32(data)
    except Exception:
        return 0
