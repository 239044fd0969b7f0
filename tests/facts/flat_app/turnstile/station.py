"""Runs the station."""

import asyncio
import json

import turnstile
from turnstile import StationGate, open_registry
from turnstile.gates import Ticket

registry = open_registry()  #: type `registry` = turnstile.registry.Registry
HALTED: "asyncio.Event | None" = None


def parse(line: bytes):
    return json.loads(line)


async def serve(host: str, port: int) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    while line := await reader.readline():  #: type `reader` = asyncio.StreamReader
        order = parse(line)  #: callee `parse` = turnstile.station.parse
        order.run()  #: callee `order.run` = ?
        print(order)  #: type `order` = ?
    writer.close()  #: type `writer` = asyncio.StreamWriter


async def visit(ticket: Ticket) -> None:
    async with registry.lease("north") as gate:  #: callee `registry.lease` = turnstile.registry.Registry.lease
        gate.start()  #: type `gate` = turnstile.gates.Gate
        #: type `gate.line` = asyncio.Queue
        await gate.line.put(ticket)
        #: type `await ticket.settle()` = builtins.int
        paid = await ticket.settle()
        print(paid)
        await gate.stop()  #: callee `gate.stop` = turnstile.gates.Gate.stop


async def halt() -> None:
    global HALTED
    HALTED = asyncio.Event()
    await HALTED.wait()


def halted() -> bool:
    if HALTED is None:  #: type `HALTED` = asyncio.Event | None
        return False
    return HALTED.is_set()  #: type `HALTED` = asyncio.Event


async def both(left: Ticket, right: Ticket) -> None:
    jobs = [asyncio.ensure_future(ticket.settle()) for ticket in (left, right)]
    done, pending = await asyncio.wait(jobs, timeout=5)
    for job in pending:  #: type `pending` = builtins.set
        job.cancel()  #: type `job` = asyncio.Task
    gate = StationGate("south")  #: type `StationGate("south")` = turnstile.gates.Gate
    print(gate, done)
    wide = turnstile.gates.WideGate("east")
    #: callee `wide.swing` = turnstile.gates.WideGate.swing
    await asyncio.wait_for(wide.swing(), 3)
    me = asyncio.current_task()
    print(me)  #: type `me` = asyncio.Task | None


async def relay(target, amount: int) -> None:
    await target.send(amount)  #: callee `target.send` = ?
    async with target.guard:  #: lock `target.guard` = ?
        target.total += amount  #: type `target` = ?
