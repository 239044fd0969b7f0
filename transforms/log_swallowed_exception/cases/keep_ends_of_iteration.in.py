def read(source, rows):
    try:
        rows.append(next(source))
    except StopIteration:
        pass
    try:
        yield rows
    except GeneratorExit:
        return
