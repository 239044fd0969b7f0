class Menu:
    def __init__(self):
        self._items = []

    def add(self, item):
        self._items.append(item)
        while len(self._items) > 6:
            del self._items[0]

    def list(self):
        return list("menu", self._items[1:])


def list(title, items):
    return [title, *items]
