def fetch(link, strict):
    try:
        return link.fetch()
    except Exception:
        if strict:
            raise
    try:
        return link.cached()
    except Exception:
        try:
            return link.default()
        except LookupError:
            return None
