"""Uses the pools through functions, results and optional parameters."""

from __future__ import annotations

from pool.config import Target


class Crate:
    def __init__(self) -> None:
        #: uses `self.boxes` = write@boxes_new, append()@boxes_made, clear()@boxes_optional, size@boxes_self
        #: followed `self.boxes` = yes
        #: keys `self.boxes` = add@boxes_made, clear@boxes_optional
        self.boxes: list[str] = []  #: @boxes_new

    def fuller(self, other: Crate) -> bool:
        mine = len(self.boxes)  #: @boxes_self
        return mine > other.count()

    def count(self) -> int:
        return 1


class Lorry:
    """Not a crate, and no relative of it."""

    def __init__(self) -> None:
        #: uses `self.boxes` = write@lorry_boxes_new, item@lorry_first
        #: followed `self.boxes` = yes
        #: keys `self.boxes` = none
        self.boxes = ["spare"]  #: @lorry_boxes_new


def make() -> Crate:
    return Crate()


def fill() -> None:
    make().boxes.append("first")  #: @boxes_made


def empty(crate: Crate | None) -> None:
    if crate is not None:
        crate.boxes.clear()  #: @boxes_optional


def first(lorry: Lorry) -> str:
    return lorry.boxes[0]  #: @lorry_first


def untag(target: Target, name: str) -> None:
    #: key @tags_drop = name.lower()
    target.tags.discard(name.lower())  #: @tags_drop
