"""What is handed out, and what only looks like it."""

import asyncio
import json
from collections.abc import Iterator
from operator import attrgetter

import mailer

from desk.view import View, longest, pass_on, same, total


class Outbox:
    def __init__(self, limit: int) -> None:
        #: uses `self._returned` = write@returned_new, append()@returned_add, escape@returned_out
        #: followed `self._returned` = no
        #: dead `self._returned` = no
        self._returned: list[str] = []  #: @returned_new
        #: uses `self._yielded` = write@yielded_new, escape@yielded_out
        #: followed `self._yielded` = no
        self._yielded: list[str] = []  #: @yielded_new
        #: uses `self._sent` = write@sent_new, append()@sent_add, escape@sent_out
        #: followed `self._sent` = no
        #: keys `self._sent` = add@sent_add
        self._sent: list[str] = []  #: @sent_new
        #: uses `self._stored` = write@stored_new, escape@stored_out
        #: followed `self._stored` = no
        self._stored: list[str] = []  #: @stored_new
        self._copy: list[str] = []
        #: uses `self._viewed` = write@viewed_new, escape@view_rows
        #: followed `self._viewed` = no
        self._viewed: list[str] = []  #: @viewed_new
        #: uses `self._passed` = write@passed_new, escape@pass_on_dump
        #: followed `self._passed` = no
        #: dead `self._passed` = no
        self._passed: list[str] = []  #: @passed_new
        #: uses `self._same` = write@same_new, append()@same_add, escape@same_return
        self._same: list[str] = []  #: @same_new
        #: uses `self._listed` = write@listed_new, escape@listed_out
        #: followed `self._listed` = no
        self._listed: list[str] = []  #: @listed_new

    def add(self, text: str) -> None:
        self._returned.append(text)  #: @returned_add
        self._sent.append(text)  #: @sent_add
        self._same.append(text)  #: @same_add

    def returned(self) -> list[str]:
        texts = self._returned
        return texts  #: @returned_out

    def batches(self) -> Iterator[list[str]]:
        yield self._yielded  #: @yielded_out

    def send(self) -> None:
        mailer.send(self._sent)  #: @sent_out

    def store(self) -> None:
        self._copy = self._stored  #: @stored_out

    def view(self) -> View:
        return View(self._viewed)

    def passed(self) -> str:
        return pass_on(self._passed)

    def same(self) -> int:
        return len(same(self._same))

    def listed(self, boxes: list[list[str]]) -> None:
        boxes.append(self._listed)  #: @listed_out


class Inbox:
    """Nothing of it gets out."""

    def __init__(self) -> None:
        #: uses `self._counted` = write@counted_new, append()@counted_add, size@counted_out
        #: followed `self._counted` = yes
        self._counted: list[str] = []  #: @counted_new
        #: uses `self._sorted` = write@sorted_new, add()@sorted_add, iterate@sorted_out
        #: followed `self._sorted` = yes
        self._sorted: set[str] = set()  #: @sorted_new
        #: uses `self._items` = write@items_new, set-item@items_set, item@items_out
        #: followed `self._items` = yes
        self._items: dict[str, list[str]] = {}  #: @items_new
        #: uses `self._summed` = write@summed_new, iterate@view_total
        #: followed `self._summed` = yes
        self._summed: list[float] = []  #: @summed_new
        #: uses `self._flags` = write@flags_new, iterate@flags_any, iterate@flags_all
        #: followed `self._flags` = yes
        #: keys `self._flags` = none
        self._flags: list[bool] = []  #: @flags_new
        #: uses `self._pairs` = write@pairs_new, iterate@pairs_zip, iterate@pairs_enumerate, iterate@pairs_dict
        #: followed `self._pairs` = yes
        self._pairs: dict[str, str] = {}  #: @pairs_new
        #: uses `self._names` = write@names_new, iterate@longest_loop
        #: followed `self._names` = yes
        self._names: tuple[str, ...] = ()  #: @names_new
        #: uses `self._last` = write@last_new, get()@last_get
        #: followed `self._last` = yes
        self._last: dict[str, str] = {}  #: @last_new

    def add(self, text: str) -> None:
        self._counted.append(text)  #: @counted_add
        self._sorted.add(text)  #: @sorted_add
        self._items[text] = [text]  #: @items_set

    def counted(self) -> int:
        return len(self._counted)  #: @counted_out

    def in_order(self) -> list[str]:
        return sorted(self._sorted)  #: @sorted_out

    def item(self, key: str) -> list[str]:
        # The entry gets out, the dictionary does not.
        return self._items[key]  #: @items_out

    def summed(self) -> float:
        return total(self._summed)

    def any_flag(self) -> bool:
        return any(self._flags)  #: @flags_any

    def all_flags(self) -> bool:
        return all(flag for flag in self._flags)  #: @flags_all

    def numbered(self, texts: list[str]) -> list[tuple[str, str]]:
        for place, name in enumerate(self._pairs):  #: @pairs_enumerate
            texts.append(f"{place}{name}")
        return list(zip(texts, self._pairs.values()))  #: @pairs_zip

    def pairs(self) -> dict[str, str]:
        return dict(self._pairs)  #: @pairs_dict

    def name(self) -> int:
        return longest(self._names)

    def last(self, key: str) -> str | None:
        text = self._last.get(key)  #: @last_get
        mailer.send(text)
        return text


class Task:
    def __init__(self, priority: int) -> None:
        # Read by a name in a string.
        #: uses `self.priority` = write@priority_new
        #: followed `self.priority` = no
        #: dead `self.priority` = no
        self.priority = priority  #: @priority_new


def by_priority(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=attrgetter("priority"))


class Pair:
    """Two attributes through the same names."""

    def __init__(self) -> None:
        #: uses `self._first` = write@first_new, append()@first_add, write@swap, iterate@swap_loop
        #: followed `self._first` = yes
        #: keys `self._first` = add@first_add, clear@swap
        self._first: list[str] = []  #: @first_new
        #: uses `self._event` = write@event_new, wait()@event_wait, set()@event_set
        #: followed `self._event` = yes
        self._event = asyncio.Event()  #: @event_new
        #: uses `self._handler` = write@handler_new, call@handler_call
        self._handler = json.dumps  #: @handler_new

    def add(self, text: str) -> None:
        self._first.append(text)  #: @first_add
        self._event.set()  #: @event_set

    async def flush(self) -> None:
        await self._event.wait()  #: @event_wait
        texts, self._first = self._first, []  #: @swap
        for text in texts:  #: @swap_loop
            self._handler(text)  #: @handler_call
