def size(path, fallback):
    try:
        return path.stat().st_size
    except Exception:
        return fallback()
