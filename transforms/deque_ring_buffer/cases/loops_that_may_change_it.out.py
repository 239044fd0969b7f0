from collections import deque


class Hooks:
    def __init__(self):
        self._hooks = deque(maxlen=20)
        self._seen = deque(maxlen=20)

    def add(self, hook):
        self._hooks.append(hook)
        self._seen.append(hook)

    def run(self):
        for hook in list(self._hooks):
            hook(self)

    def repeat(self):
        seen = self._seen
        for hook in list(seen):
            if hook:
                self._seen.append(hook)
