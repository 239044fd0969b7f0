"""Sends and receives; other modules change parts of it."""

import asyncio

carrier = asyncio.Event()
volume = asyncio.Lock()
pool = None


def transmit(data: bytes) -> None:
    print("sent", data)


def receive() -> bytes:
    return b""


def squelch() -> None:
    print("quiet")


def replace_receive(function) -> None:
    global receive
    receive = function


def set_pool(new_pool) -> None:
    global pool
    pool = new_pool


class Antenna:
    def __init__(self) -> None:
        self.wire = asyncio.Event()
        self.mast = asyncio.Condition()

    def tune(self) -> None:
        print("tuned")

    def fold(self) -> None:
        self.wire.clear()  #: type `self.wire` = ?
        print(self.mast)  #: type `self.mast` = asyncio.Condition


def operate(antenna: Antenna) -> None:
    transmit(b"hello")  #: callee `transmit` = ?
    receive()  #: callee `receive` = ?
    squelch()  #: callee `squelch` = fog.radio.squelch
    antenna.tune()  #: callee `antenna.tune` = ?
    antenna.fold()  #: callee `antenna.fold` = fog.radio.Antenna.fold
    print(carrier)  #: type `carrier` = ?
    print(volume)  #: type `volume` = asyncio.Lock
    pool.submit(print)  #: type `pool` = ?
