def load(path):
    try:
        return path.read_text()
    except Exception as error:
        raise RuntimeError(path) from error
