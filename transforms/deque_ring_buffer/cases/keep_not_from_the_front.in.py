from collections import deque


class Stack:
    def __init__(self):
        self._stack = []
        self._ring = deque(maxlen=3)
        self._only = []
        self._by_name = {}

    def push(self, item):
        self._stack.append(item)
        self._ring.append(item)
        self._only.append(item)
        self._by_name[item] = item

    def pop(self):
        self._by_name.pop(0, None)
        del self._by_name[0]
        return self._stack.pop(), self._stack.pop(1), self._stack[0]
