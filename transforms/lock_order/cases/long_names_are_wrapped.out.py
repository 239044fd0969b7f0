import asyncio


class Replication:
    def __init__(self) -> None:
        # Lock order: _membership_epoch_transition_lock,
        #     then _pending_snapshot_installation_lock, then
        #     _write_ahead_log_compaction_lock.
        self._membership_epoch_transition_lock = asyncio.Lock()
        self._pending_snapshot_installation_lock = asyncio.Lock()
        self._write_ahead_log_compaction_lock = asyncio.Lock()

    async def install(self) -> None:
        async with self._membership_epoch_transition_lock:
            async with self._pending_snapshot_installation_lock:
                async with self._write_ahead_log_compaction_lock:
                    await asyncio.sleep(0)
