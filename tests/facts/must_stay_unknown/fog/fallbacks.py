"""What is imported may be missing, and then something else takes its place."""

import asyncio
import os

from fog.radio import squelch

try:
    from fastlane import Channel
except ImportError:

    class Channel:
        def push(self) -> None:
            print("pushed")


try:
    from fastlane import Mutex as Gate
except ImportError:
    Gate = asyncio.Lock

try:
    from fog._mixer import Mixer
except ImportError:
    from fog.settings import Loose as Mixer

try:
    from fastlane import spin
except ImportError:
    spin = squelch


def _slow() -> None:
    print("slow")


def _quick() -> None:
    print("quick")


if os.environ.get("FOG_QUICK"):
    beat = _quick
else:
    beat = _slow

if os.environ.get("FOG_SILENT"):
    from fog.radio import squelch as alarm
else:

    def alarm() -> None:
        print("alarm")


if os.environ.get("FOG_BRIGHT"):

    class Lamp:
        def __init__(self) -> None:
            self.lit = asyncio.Event()

else:

    class Lamp:
        def __init__(self) -> None:
            self.lit = asyncio.Lock()


def use() -> None:
    channel = Channel()  #: callee `Channel` = ?
    channel.push()  #: type `channel` = ?
    gate = Gate()
    print(gate)  #: type `gate` = ?
    print(gate)  #: lock `gate` = ?
    mixer = Mixer()  #: callee `Mixer` = ?
    print(mixer)  #: type `mixer` = ?
    spin()  #: callee `spin` = ?
    beat()  #: callee `beat` = fog.fallbacks._quick | fog.fallbacks._slow
    alarm()  #: callee `alarm` = fog.fallbacks.alarm | fog.radio.squelch
    lamp = Lamp()
    print(lamp.lit)  #: type `lamp.lit` = ?
    print(lamp.lit)  #: lock `lamp.lit` = ?
