def forward(error: OSError, kind) -> None:
    try:
        raise error
    except Exception:
        pass
    try:
        raise kind("x")
    except Exception:
        pass
    try:
        raise Exception("anything")
    except Exception:
        pass
    try:
        try:
            int("x" + error.args[0])
        except Exception:
            raise
    except Exception:
        pass
