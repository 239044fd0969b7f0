__all__ = ["close"]


def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass
