import asyncio


class Node:
    def wire(self, loop, task, callback) -> None:
        try:
            loop.set_exception_handler(callback)
        except Exception:
            pass
        try:
            task.add_done_callback(self._on_done)
        except Exception:
            pass
        try:
            self.bus.remove_listener(self._on_done)
        except Exception:
            pass
        try:
            loop.call_soon(self._on_done, task)
            loop.call_later(3, lambda: self._on_done(task))
        except Exception:
            pass
        try:
            found = self.bus.get_handler("done")
        except Exception:
            pass
