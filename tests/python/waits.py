"""For scenarios of waits that a fix bounds: what is waited for is set, the waiter is cancelled, or time passes at once."""

import asyncio
from typing import Any


async def see(module: Any, start: Any, how: str) -> tuple[Any, Any]:
    """How a wait ends, and the state then. `start` gives its coroutine, what lets it go on, and what tells the state."""
    loop, ahead = asyncio.get_running_loop(), 0.0
    real = loop.time
    loop.time = lambda: real() + ahead  # type: ignore[method-assign]
    coroutine, let_go, state = start(module)
    task = asyncio.ensure_future(coroutine)
    await turns()
    if how == "set":
        let_go()
    elif how == "cancelled":
        task.cancel()
    else:
        ahead = 31.0
    await turns()
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return "waits", state()
    if task.cancelled():
        return "cancelled", state()
    error = task.exception()
    return (type(error).__name__ if error else task.result()), state()


async def turns() -> None:
    """Lets whatever is ready run."""
    for _ in range(12):
        await asyncio.sleep(0)


def wait(scenarios: dict[str, Any], name: str, start: Any, left: Any = None) -> None:
    """Adds the three scenarios of a wait; `left` is the state where it was never set, and TimeoutError is what changes."""
    for how in ("set", "cancelled", "never"):
        scenarios[f"scenario_{name}_{how}"] = lambda module, how=how: asyncio.run(see(module, start, how))
    changed = scenarios.setdefault("CHANGED", {})
    changed[f"{name}_never"] = (("returned", ("waits", left)), ("returned", ("TimeoutError", left)))
