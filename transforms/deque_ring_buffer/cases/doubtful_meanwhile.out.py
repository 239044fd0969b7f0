from collections import deque


class Pages:
    def __init__(self, keep: int = 3):
        self._keep = keep
        self._found: deque[int] = deque()
        self._first: deque[int] = deque()
        self._sliced: deque[int] = deque()
        self._seen: deque[int] = deque(maxlen=self._keep)
        self._open: deque[object] = deque()
        self._marked: deque[object] = deque()

    def mirror(self):
        self._found.extend(page for page in self._found)
        return self._found.popleft()

    def first(self, page: int):
        self._first.append(page)
        head = list(self._first) and self._first[0]
        self._first.popleft()
        return head

    def part(self, count):
        part = slice(0, count)
        self._sliced.popleft()
        return self._sliced[part]

    def see(self):
        self._seen.append(self.size())

    def size(self):
        return len(self._seen)

    def enter(self):
        for page in list(self._open):
            with page:
                break
        self._open.popleft()

    def mark(self):
        for page in list(self._marked):
            page.state = 1
        self._marked.popleft()
