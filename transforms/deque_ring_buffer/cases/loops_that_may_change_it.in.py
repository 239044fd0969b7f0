class Hooks:
    def __init__(self):
        self._hooks = []
        self._seen = []

    def add(self, hook):
        self._hooks.append(hook)
        if len(self._hooks) > 20:
            self._hooks.pop(0)
        self._seen.append(hook)
        if len(self._seen) > 20:
            self._seen.pop(0)

    def run(self):
        for hook in self._hooks:
            hook(self)

    def repeat(self):
        seen = self._seen
        for hook in seen:
            if hook:
                self._seen.append(hook)
