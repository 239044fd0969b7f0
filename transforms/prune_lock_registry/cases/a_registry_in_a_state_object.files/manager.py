from case import JobState


class Manager:
    def __init__(self) -> None:
        self._state = JobState()

    async def run(self, job_id: str, work) -> None:
        self._state.add_job(job_id, 3)
        try:
            async with self._state.limit(job_id):
                await work()
        finally:
            self._state.clear_job_state(job_id)
