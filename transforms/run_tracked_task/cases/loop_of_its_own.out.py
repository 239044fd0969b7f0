import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Loop(asyncio.SelectorEventLoop):
    def call_exception_handler(self, context) -> None:
        print(context["message"])


async def fail() -> None:
    raise ValueError("fail")


async def main() -> None:
    task = asyncio.create_task(fail())
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)
    await asyncio.sleep(1)
