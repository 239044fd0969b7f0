class Lease:
    def _renew(self, store) -> bool:
        try:
            store.renew()
        except Exception:
            return False
        return True

    async def _release(self, store) -> bool:
        try:
            await store.release()
        except Exception:
            return False
        return True

    async def hold(self, store) -> None:
        if not self._renew(store):
            raise RuntimeError("lost the lease")
        released = await self._release(store)
        assert released
