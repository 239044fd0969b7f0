def parse(fields):
    parts = list(fields)
    host = parts.pop(0)
    port = parts.pop(0)
    return host, int(port), parts
