# Written by amends scaffold (ordered-lock, tests c25b25ed95666b62); it is yours now.
"""What OrderedLock promises, with checks and without."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import inspect
import os
import subprocess
import sys
import weakref
from collections.abc import Coroutine
from typing import Any

from relay.locks import LockOrderError, OrderedLock


def checked(main: Coroutine[Any, Any, None]) -> None:
    """Run with checks on, whatever mode the tests run in."""
    asyncio.run(main, debug=True)


async def refused(taking: Coroutine[Any, Any, Any]) -> str:
    """What the LockOrderError of an acquisition says; it must come at once."""
    try:
        await asyncio.wait_for(taking, 5)
    except LockOrderError as error:
        return str(error)
    raise AssertionError("no LockOrderError")


async def take(*locks: asyncio.Lock) -> None:
    """Take locks, each while the ones before are held, then release them."""
    async with contextlib.AsyncExitStack() as held:
        for lock in locks:
            await held.enter_async_context(lock)


def kind_in_new_python(*flags: str, **variables: str) -> str:
    """The class of a lock that a new process makes outside of any event loop."""
    code = (
        "import runpy, sys;"
        "print(type(runpy.run_path(sys.argv[1])['OrderedLock']('x')).__name__)"
    )
    own = {"PYTHONASYNCIODEBUG", "PYTHONDEVMODE"}
    environment = {name: text for name, text in os.environ.items() if name not in own}
    done = subprocess.run(
        [sys.executable, *flags, "-c", code, inspect.getfile(OrderedLock)],
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return done.stdout.strip()


def test_without_checks_it_is_the_lock_of_asyncio() -> None:
    for name in ("acquire", "release", "locked", "__aenter__", "__aexit__"):
        assert getattr(OrderedLock, name) is getattr(asyncio.Lock, name)
    assert kind_in_new_python() == "OrderedLock"


def test_development_mode_turns_checks_on() -> None:
    assert kind_in_new_python("-X", "dev") == "_CheckedLock"
    assert kind_in_new_python(PYTHONASYNCIODEBUG="1") == "_CheckedLock"
    assert kind_in_new_python("-E", PYTHONASYNCIODEBUG="1") == "OrderedLock"


def test_a_loop_in_debug_mode_turns_checks_on() -> None:
    async def main() -> None:
        lock = OrderedLock("Loop.lock")
        assert type(lock) is not OrderedLock
        assert isinstance(lock, OrderedLock)
        assert lock.name == "Loop.lock"

    checked(main())


def test_one_order_is_fine() -> None:
    async def main() -> None:
        a, b, c = OrderedLock("One.a"), OrderedLock("One.b"), OrderedLock("One.c")
        for locks in ((a, b, c), (a, c), (b, c), (a, b)):
            await take(*locks)
        await asyncio.gather(*(take(a, b, c) for _ in range(5)))

    checked(main())


def test_the_other_order_is_refused_with_both_chains() -> None:
    async def main() -> None:
        a, b = OrderedLock("Two.a"), OrderedLock("Two.b")

        async def first_way() -> None:
            async with a, b:
                pass

        async def other_way() -> None:
            async with b, a:
                pass

        await asyncio.create_task(first_way(), name="first task")
        said = await refused(other_way())
        now, before = said.split("\nbefore:\n")
        assert "Two.b" in now and "Two.a" in now and "in other_way" in now
        assert before.index("Two.a") < before.index("-> Two.b")
        assert before.count("in first_way") == 2 and "first task" in before
        assert __file__ in before and __file__ in now
        assert not a.locked() and not b.locked()
        # What was refused is no order.
        await take(a, b)

    checked(main())


def test_it_is_refused_before_it_waits() -> None:
    async def main() -> None:
        a, b = OrderedLock("Wait.a"), OrderedLock("Wait.b")
        await take(a, b)
        # Nobody will release `a`: whoever waited for it would wait for ever.
        await asyncio.create_task(a.acquire())
        assert "Wait.a" in await refused(take(b, a))
        assert a.locked() and not b.locked()

    checked(main())


def test_a_longer_way_round_is_refused() -> None:
    async def main() -> None:
        a, b, c = OrderedLock("Way.a"), OrderedLock("Way.b"), OrderedLock("Way.c")
        await take(a, b)
        await take(b, c)
        said = await refused(take(c, a))
        before = said.split("\nbefore:\n")[1]
        places = [before.index(text) for text in ("Way.a", "Way.b", "-> Way.c")]
        assert places == sorted(places)

    checked(main())


def test_what_was_taken_further_out_counts() -> None:
    async def main() -> None:
        a, b, c = OrderedLock("Far.a"), OrderedLock("Far.b"), OrderedLock("Far.c")
        await take(a, b, c)
        await refused(take(c, a))
        await refused(take(c, b))

    checked(main())


def test_a_lock_that_the_task_holds_already_is_refused() -> None:
    async def main() -> None:
        lock = OrderedLock("Again.lock")
        async with lock:
            try:
                await lock.acquire()
            except LockOrderError as error:
                assert "Again.lock" in str(error) and "already" in str(error)
            else:
                raise AssertionError("it would wait for itself")
            assert lock.locked()
        async with lock:
            pass

    checked(main())


def test_a_new_task_does_not_hold_what_its_parent_holds() -> None:
    async def main() -> None:
        a, b = OrderedLock("Child.a"), OrderedLock("Child.b")
        async with a:
            await asyncio.create_task(take(b))
            waiting = asyncio.create_task(take(a))
            await asyncio.sleep(0)
        await waiting
        await take(b, a)

    checked(main())


def test_locks_of_one_name_are_told_apart() -> None:
    async def main() -> None:
        locks = {key: OrderedLock("Keyed.locks") for key in range(4)}
        await take(locks[0], locks[1])
        await take(locks[1], locks[2])
        await take(locks[0], locks[3])
        said = await refused(take(locks[2], locks[0]))
        assert said.count("Keyed.locks") > 2
        await take(locks[3], locks[2])

    checked(main())


def test_orders_hold_for_all_locks_of_the_names() -> None:
    async def main() -> None:
        await take(OrderedLock("Names.a"), OrderedLock("Names.b"))
        await refused(take(OrderedLock("Names.b"), OrderedLock("Names.a")))

    checked(main())


def test_who_is_cancelled_while_it_waits_holds_nothing() -> None:
    async def main() -> None:
        a, b = OrderedLock("Cancel.a"), OrderedLock("Cancel.b")
        await a.acquire()

        async def waits() -> None:
            try:
                await a.acquire()
            except asyncio.CancelledError:
                # Does not hold `a`: this is no order.
                await take(b)

        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        waiting.cancel()
        await waiting
        a.release()
        await take(b, a)

    checked(main())


def test_another_task_may_release() -> None:
    async def main() -> None:
        a, b = OrderedLock("Other.a"), OrderedLock("Other.b")
        await a.acquire()

        async def releases() -> None:
            a.release()

        await asyncio.create_task(releases())
        # This task holds `a` no longer.
        await take(b)
        await take(b, a)
        async with a:
            pass

    checked(main())


def test_releasing_what_is_not_held_is_an_error_as_ever() -> None:
    async def main() -> None:
        try:
            OrderedLock("Free.lock").release()
        except RuntimeError as error:
            assert not isinstance(error, LockOrderError)
        else:
            raise AssertionError("no RuntimeError")

    checked(main())


def test_a_condition_lets_go_while_it_waits() -> None:
    async def main() -> None:
        lock, other = OrderedLock("Condition.lock"), OrderedLock("Condition.other")
        condition = asyncio.Condition(lock)

        async def waits() -> None:
            async with condition:
                await condition.wait()  # amends: ignore[AM502] it is notified
                assert lock.locked()
            await take(other, lock)

        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        assert not lock.locked()
        async with condition:
            condition.notify()
        await waiting
        await refused(take(lock, other))

    checked(main())


def test_a_condition_that_is_cancelled_holds_its_lock_until_the_end() -> None:
    async def main() -> None:
        lock = OrderedLock("Stopped.lock")
        condition = asyncio.Condition(lock)

        async def waits() -> None:
            async with condition:
                await condition.wait()  # amends: ignore[AM502] it is cancelled

        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert waiting.cancelled() and not lock.locked()

    checked(main())


def test_a_condition_that_must_not_take_its_lock_again_says_so() -> None:
    async def main() -> None:
        lock, inner = OrderedLock("Back.lock"), OrderedLock("Back.inner")
        condition = asyncio.Condition(lock)

        async def waits() -> None:
            async with condition, inner:
                await condition.wait()  # amends: ignore[AM502] it is notified

        waiting = asyncio.create_task(waits())
        await asyncio.sleep(0)
        async with condition:
            condition.notify()
            # Refused while this task holds the lock, which goes on holding it.
            said = await refused(asyncio.wait_for(waiting, 5))
            assert "Back.lock" in said and "Back.inner" in said
            assert lock.locked() and not inner.locked()
        await take(lock, inner)

    checked(main())


def test_several_loops_share_the_orders() -> None:
    async def one_way() -> None:
        await take(OrderedLock("Loops.a"), OrderedLock("Loops.b"))

    async def other_way() -> None:
        await refused(take(OrderedLock("Loops.b"), OrderedLock("Loops.a")))

    checked(one_way())
    checked(other_way())


def test_nothing_is_kept_of_locks_that_are_gone() -> None:
    async def main() -> None:
        kept = [OrderedLock("Gone.lock") for _ in range(2)]
        gone = []
        for number in range(2000):
            inner = OrderedLock("Gone.lock")
            outer = OrderedLock(f"Gone.{number}")
            await take(kept[0], inner, kept[1])
            await take(outer, OrderedLock(f"Gone.inner.{number}"))
            await OrderedLock("Gone.never released").acquire()
            gone.append(weakref.ref(inner))
            gone.append(weakref.ref(outer))
            del inner, outer
        gc.collect()
        assert not any(lock() for lock in gone)

        orders: Any = sys.modules[OrderedLock.__module__]
        state = orders._orders
        assert len(state._names) < 1000
        assert len(state._living) < 1000
        assert sum(len(seconds) for seconds in state._locks.values()) < 100
        assert sum(len(held) for held in state._held.values()) < 100

    checked(main())


def test_objects_that_hold_one_can_be_copied() -> None:
    if sys.version_info < (3, 10):
        return  # Locks refer to their event loop there, and that cannot be copied.

    async def main() -> None:
        lock = copy.deepcopy(OrderedLock("Copy.lock"))
        assert isinstance(lock, OrderedLock) and lock.name == "Copy.lock"
        await take(lock)

    checked(main())
    asyncio.run(main())
