"""Settings and records."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from attrs import define
from attrs import field as attr_field


@dataclass
class Target:
    #: uses `host` = declare@host_field, read@host_text, read@routes_set
    #: dead `host` = no
    host: str  #: @host_field
    #: uses `port` = declare@port_field, write@port_set, read@host_text
    #: followed `port` = yes
    port: int = 5432  #: @port_field
    #: uses `tags` = declare@tags_field, add()@tags_add, discard()@tags_drop
    #: followed `tags` = yes
    #: keys `tags` = add@tags_add, remove@tags_drop
    tags: set[str] = field(default_factory=set)  #: @tags_field

    def tag(self, name: str) -> None:
        #: key @tags_add = name
        self.tags.add(name)  #: @tags_add

    def text(self) -> str:
        return f"{self.host}:{self.port}"  #: @host_text


@define
class Usage:
    #: uses `waiters` = declare@waiters_field, append()@waiters_add, test@waiters_test, pop()@waiters_pop
    #: followed `waiters` = yes
    #: keys `waiters` = add@waiters_add, remove@waiters_pop
    waiters: list[asyncio.Event] = attr_field(factory=list)  #: @waiters_field
    #: uses `peak` = declare@peak_field, write@peak_set, read@peak_is
    peak: int = 0  #: @peak_field

    def wait(self, event: asyncio.Event) -> None:
        self.waiters.append(event)  #: @waiters_add

    def wake(self) -> None:
        while self.waiters:  #: @waiters_test
            self.waiters.pop().set()  #: @waiters_pop

    def note(self, used: int) -> None:
        if used > self.peak:  #: @peak_is
            self.peak = used  #: @peak_set


class Declared:
    # A declaration without a value creates nothing; `__init__` does.
    routes: dict[str, str]  #: @routes_declared
    #: uses `retries` = write@retries_new, read@port_set
    #: followed `retries` = yes
    retries: int = 3  #: @retries_new

    def __init__(self) -> None:
        #: uses `self.routes` = declare@routes_declared, write@routes_new, set-item@routes_set, del-item@routes_del
        #: followed `self.routes` = yes
        #: keys `self.routes` = add@routes_set, remove@routes_del
        self.routes = {}  #: @routes_new

    def route(self, target: Target) -> None:
        #: key @routes_set = target.host
        self.routes[target.host] = "up"  #: @routes_set
        target.port = 5000 + self.retries  #: @port_set

    def unroute(self, host: str) -> None:
        #: key @routes_del = host
        del self.routes[host]  #: @routes_del
