def tidy(path) -> None:
    try:
        path.unlink()
    except Exception:  # amends: ignore[AM401] files on a full disk
        pass
    # amends: ignore[AM401] the directory is shared
    try:
        path.parent.rmdir()
    except Exception:
        pass
