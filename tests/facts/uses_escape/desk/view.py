"""Project code that other classes hand their attributes to."""

import json


class View:
    def __init__(self, rows: list[str]) -> None:
        #: uses `self._rows` = write@view_rows, item@view_first
        #: keys `self._rows` = none
        self._rows = rows  #: @view_rows

    def first(self) -> str:
        return self._rows[0]  #: @view_first


def pass_on(texts: list[str]) -> str:
    return json.dumps(texts)  #: @pass_on_dump


def same(texts: list[str]) -> list[str]:
    return texts  #: @same_return


def total(numbers: list[float]) -> float:
    return sum(numbers)  #: @view_total


def longest(names: tuple[str, ...]) -> int:
    found = 0
    for name in names:  #: @longest_loop
        found = max(found, len(name))
    return found
