import asyncio
import logging

logger = logging.getLogger(__name__)


class Loop(asyncio.SelectorEventLoop):
    def call_exception_handler(self, context) -> None:
        print(context["message"])


async def fail() -> None:
    raise ValueError("fail")


async def main() -> None:
    asyncio.create_task(fail())
    await asyncio.sleep(1)
