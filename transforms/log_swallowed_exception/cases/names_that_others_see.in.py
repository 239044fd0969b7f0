import os


def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass


def folder() -> str:
    return os.getcwd()
