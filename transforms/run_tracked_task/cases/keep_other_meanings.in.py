import asyncio


def create_task(title):
    return title


class asyncio_like:
    def create_task(self, title):
        return title


def plain():
    create_task("a")
    asyncio_like().create_task("b")


def shadowed(asyncio):
    asyncio.create_task("c")


def later():
    return asyncio.create_task
