class Pages:
    def __init__(self):
        self._pages: list[str] = []
        self._other: list[str] = []

    def add(self, page):
        self._pages.append(page)
        if len(self._pages) > 5:
            self._pages.pop(0)
        self._other.append(page)
        if len(self._other) > 5:
            self._other.pop(0)

    def replace(self, pages):
        self._pages[1:3] = pages

    def forget(self):
        del self._other[2:]
