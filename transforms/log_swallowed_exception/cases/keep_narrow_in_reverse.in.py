def read(rows):
    try:
        return next(rows)
    except StopIteration:
        return None
