"""Objects that are read or copied as a whole."""

import copy
import dataclasses
import pickle
from dataclasses import dataclass


class Vars:
    def __init__(self) -> None:
        #: uses `self._parts` = write@vars_parts_new, append()@vars_parts_add
        #: followed `self._parts` = no
        #: dead `self._parts` = ?
        self._parts: list[str] = []  #: @vars_parts_new

    def add(self, part: str) -> None:
        self._parts.append(part)  #: @vars_parts_add

    def show(self) -> str:
        return str(vars(self))


class Dict:
    def __init__(self) -> None:
        #: uses `self._user` = write@dict_user_new
        #: followed `self._user` = no
        #: dead `self._user` = ?
        self._user = "nobody"  #: @dict_user_new

    def show(self) -> list[str]:
        return sorted(self.__dict__)


class Merged:
    def __init__(self) -> None:
        #: followed `self._place` = no
        #: dead `self._place` = ?
        self._place = "here"

    def merged(self) -> dict[str, str]:
        return {"kind": "merged", **self.__dict__}


class Copied:
    def __init__(self) -> None:
        #: followed `self._cache` = no
        self._cache: dict[str, str] = {}

    def twin(self) -> "Copied":
        return copy.copy(self)


class Saved:
    def __init__(self) -> None:
        #: followed `self._entries` = no
        #: dead `self._entries` = ?
        self._entries: list[str] = []

    def dump(self) -> bytes:
        return pickle.dumps(self)


@dataclass
class Record:
    #: uses `steps` = declare@steps_field, append()@steps_add
    #: followed `steps` = no
    steps: list[str] = dataclasses.field(default_factory=list)  #: @steps_field
    #: followed `owner` = no
    owner: str = ""

    def step(self, name: str) -> None:
        self.steps.append(name)  #: @steps_add

    def plain(self) -> dict[str, object]:
        return dataclasses.asdict(self)


@dataclass
class Entry:
    """The same, but nobody takes it as a whole."""

    #: uses `notes` = declare@notes_field, append()@notes_add
    #: followed `notes` = yes
    notes: list[str] = dataclasses.field(default_factory=list)  #: @notes_field

    def note(self, text: str) -> None:
        self.notes.append(text)  #: @notes_add


def other_dict(entry: Entry, settings: dict[str, str]) -> list[str]:
    # A dictionary of other things.
    entry.note(str(len(settings)))
    return sorted({**settings})
