def rows(source):
    for row in source:
        try:
            yield row.parse()
        except ValueError:
            yield None
