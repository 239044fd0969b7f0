class Pages:
    def __init__(self, keep: int = 3):
        self._keep = keep
        self._found: list[int] = []
        self._first: list[int] = []
        self._sliced: list[int] = []
        self._seen: list[int] = []
        self._open: list[object] = []
        self._marked: list[object] = []

    def mirror(self):
        self._found.extend(page for page in self._found)
        return self._found.pop(0)

    def first(self, page: int):
        self._first.append(page)
        head = self._first and self._first[0]
        self._first.pop(0)
        return head

    def part(self, count):
        part = slice(0, count)
        self._sliced.pop(0)
        return self._sliced[part]

    def see(self):
        if len(self._seen) >= self._keep:
            self._seen.pop(0)
        self._seen.append(self.size())

    def size(self):
        return len(self._seen)

    def enter(self):
        for page in self._open:
            with page:
                break
        self._open.pop(0)

    def mark(self):
        for page in self._marked:
            page.state = 1
        self._marked.pop(0)
