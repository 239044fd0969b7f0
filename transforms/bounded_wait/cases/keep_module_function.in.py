import gates
import gates.inner as inner


async def enter():
    await gates.wait()
    await inner.wait()
