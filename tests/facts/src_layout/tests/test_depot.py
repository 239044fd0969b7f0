import asyncio
import unittest

import pytest

from parcel import Depot, Lane, Parcel
from parcel.depot import PaperLedger, open_depot
from parcel.lanes import Shelf


class DepotTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.depot = await open_depot("test")  #: callee `open_depot` = parcel.depot.open_depot
        self.parcel = Parcel("A1", asyncio.Event())

    async def test_store(self) -> None:
        await self.depot.store(self.parcel)  #: callee `self.depot.store` = parcel.depot.Depot.store
        #: type `self.parcel` = parcel.lanes.Parcel
        self.assertTrue(self.parcel.landed.is_set())

    async def test_named(self) -> None:
        found = Depot.named("test")  #: callee `Depot.named` = parcel.depot.Depot.named
        assert found is not None
        await found.empty()  #: type `found` = parcel.depot.Depot


@pytest.fixture
async def lane():
    return Lane(3)  #: callee `Lane` = parcel.lanes.Lane


@pytest.mark.parametrize("thing", [Lane(2), asyncio.Event(), None])
def test_shelf(thing) -> None:
    shelf = Shelf(thing)
    assert shelf.take() is thing  #: type `thing` = ?


async def test_ledger(capsys) -> None:
    ledger = PaperLedger()
    await ledger.write("line")  #: callee `ledger.write` = parcel.depot.PaperLedger.write
    assert capsys.readouterr().out == "line\n"
