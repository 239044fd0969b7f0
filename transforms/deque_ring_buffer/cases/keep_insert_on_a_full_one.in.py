class Order:
    def __init__(self):
        self._order: list[str] = []

    def add(self, name):
        self._order.append(name)
        if len(self._order) > 8:
            self._order.pop(0)

    def first(self, name):
        self._order.insert(0, name)
