def lines(text):
    parts = text.split()
    while parts:
        yield parts.pop(0)


def merge(one, other):
    while one and other:
        yield one.pop(0) if one[0] < other[0] else other.pop(0)
