def close(link) -> None:
    try:
        link.close()
    except Exception:
        pass


COMMANDS = sorted(name for name in globals() if not name.startswith("_"))
