def checksum(data: bytes) -> int:
    try:
        return zlib.crc32(data)
    except Exception:
        return 0
