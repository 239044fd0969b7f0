import asyncio


class NameRunner:
    def __init__(self):
        self.tasks = {}

    def run(self, task_name: str, *args, **kwargs):
        return self.tasks.get(task_name).run(*args, **kwargs)


class QueryRunner:
    def run(self, key, *args):
        return self.tasks.get(key)


class OpenRunner:
    def run(self, call, *args):
        self.latest = asyncio.create_task(call(*args))


class LoudRunner(OpenRunner):
    def run(self, call, *args):
        print(call)


class PlainRunner:
    def run(self, call, *args):
        self.latest = asyncio.create_task(call(*args))


def swap(node: "PatchedNode"):
    node._runner = None
    node._runner = LoudRunner()


from case import PatchedNode
