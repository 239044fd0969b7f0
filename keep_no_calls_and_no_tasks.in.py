import asyncio
import functools
import subprocess
import multiprocessing

start = functools.partial(asyncio.create_task, name="worker")
context = multiprocessing.get_context("spawn")


class Zoo:
    create_task = staticmethod(asyncio.create_task)

    def spawn(self, kind):
        """Spawns an animal, not a task: create_task(...)."""
        return kind

    def fill(self):
        self.spawn("fish")
        subprocess.run(["spawn"])
        text = "asyncio.create_task(run())"  # asyncio.create_task(run())
        return text
