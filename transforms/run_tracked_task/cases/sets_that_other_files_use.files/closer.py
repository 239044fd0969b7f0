from case import Hub, _module_tasks


class Closer:
    def __init__(self, hub: Hub):
        self._hub = hub

    def close(self):
        for task in [*self._hub._tasks, *_module_tasks]:
            task.cancel()
        print(getattr(self._hub, "_background_tasks", None))
