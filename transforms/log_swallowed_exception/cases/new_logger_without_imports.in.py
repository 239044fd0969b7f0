def send(link, row):
    try:
        link.send(row)
    except Exception:
        pass
