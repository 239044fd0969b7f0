"""What TaskSet promises."""

from __future__ import annotations

import asyncio
import gc
import inspect
import warnings
import weakref
from typing import Any

from task_set import TaskSet


class Reports:
    """What asyncio reports of exceptions that nobody has awaited."""

    def __init__(self) -> None:
        self.exceptions: list[BaseException] = []
        self.text = ""
        asyncio.get_running_loop().set_exception_handler(self._report)

    def _report(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.exceptions.append(context["exception"])
        self.text += f"{context}"


async def fails(error: Exception) -> None:
    """A task that fails, but not at once."""
    await asyncio.sleep(0)
    raise error


async def settle() -> None:
    """Let tasks that are ready run, and callbacks too."""
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()


def test_a_task_is_held_until_it_is_done_and_not_longer() -> None:
    async def main() -> None:
        tasks = TaskSet()
        go = asyncio.get_running_loop().create_future()

        async def work() -> None:
            await go

        task = weakref.ref(tasks.spawn(work()))
        await settle()
        assert task() is not None and len(tasks) == 1
        go.set_result(None)
        await settle()
        assert task() is None and len(tasks) == 0
        await tasks.aclose()

    asyncio.run(main())


def test_the_task_that_is_returned_can_be_awaited() -> None:
    async def main() -> None:
        async def answer() -> int:
            return 42

        async with TaskSet() as tasks:
            task = tasks.spawn(answer(), name="answer")
            assert task.get_name() == "answer"
            assert await task == 42

    asyncio.run(main())


def test_an_exception_that_nobody_awaits_is_reported() -> None:
    async def main() -> None:
        reports = Reports()
        async with TaskSet() as tasks:
            error = ValueError("lost")
            tasks.spawn(fails(error), name="the lost one")
            await settle()
            assert reports.exceptions == [error]
            assert "the lost one" in reports.text and len(tasks) == 0

    asyncio.run(main())


def test_an_exception_that_is_awaited_is_not_reported() -> None:
    async def main() -> None:
        reports = Reports()
        async with TaskSet() as tasks:
            error = ValueError("seen")
            try:
                await tasks.spawn(fails(error))
            except ValueError as seen:
                assert seen is error
            await settle()
        assert reports.exceptions == []

    asyncio.run(main())


def test_closing_cancels_and_waits() -> None:
    async def main() -> None:
        ended: list[str] = []

        async def work(name: str) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0.01)
                ended.append(name)

        async with TaskSet() as tasks:
            first = tasks.spawn(work("first"))
            tasks.spawn(work("second"))
            await settle()
        assert sorted(ended) == ["first", "second"]
        assert first.cancelled() and len(tasks) == 0
        await tasks.aclose()

    asyncio.run(main())


def test_a_task_that_fails_while_it_is_closed_is_reported() -> None:
    async def main() -> None:
        reports = Reports()
        error = OSError("cannot clean up")

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                raise error

        async with TaskSet() as tasks:
            tasks.spawn(work())
            await settle()
        await settle()
        assert reports.exceptions == [error]

    asyncio.run(main())


def test_nothing_starts_after_it_is_closed() -> None:
    async def main() -> None:
        tasks = TaskSet()
        await tasks.aclose()
        with warnings.catch_warnings():
            # A coroutine that is dropped without being closed warns.
            warnings.simplefilter("error")
            try:
                tasks.spawn(settle(), name="too late")
            except RuntimeError as error:
                assert "too late" in str(error)
            else:
                raise AssertionError("it started")
            gc.collect()
        assert len(tasks) == 0

    asyncio.run(main())


def test_without_a_loop_the_coroutine_is_closed_too() -> None:
    coro = settle()
    try:
        TaskSet().spawn(coro)
    except RuntimeError:
        pass
    else:
        raise AssertionError("it started")
    assert inspect.getcoroutinestate(coro) == inspect.CORO_CLOSED


def test_a_task_of_the_set_may_close_it() -> None:
    async def main() -> None:
        tasks = TaskSet()
        other = tasks.spawn(asyncio.Event().wait())
        closing = tasks.spawn(tasks.aclose())
        await asyncio.wait_for(closing, 5)
        assert other.cancelled()
        await settle()
        assert len(tasks) == 0

    asyncio.run(main())


def test_tasks_that_end_together_are_waited_for_once() -> None:
    async def main() -> None:
        async with TaskSet() as tasks:
            done = [tasks.spawn(asyncio.sleep(0, number)) for number in range(100)]
            assert len(tasks) == 100
            assert await asyncio.gather(*done) == list(range(100))
            assert len(tasks) == 0

    asyncio.run(main())
