import heapq


class Agenda:
    def __init__(self):
        self._due = []
        self._heap = []

    def add(self, when):
        self._due.append(when)
        self._due.sort()
        heapq.heappush(self._heap, when)
        if len(self._heap) > 9:
            self._heap.pop(0)

    def next(self):
        return self._due.pop(0)
