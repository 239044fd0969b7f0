import asyncio

from desk import Ticket


def begin(loop, ticket: Ticket):
    asyncio.ensure_future(ticket.take(loop))
    asyncio.ensure_future(ticket.lend(loop))
    asyncio.ensure_future(loop.run_in_executor(None, print))


def begin_one(ticket: Ticket):
    [asyncio.ensure_future(ticket.fetch())]
