from case import GateState


class Gate:
    def __init__(self) -> None:
        self._state = GateState()

    def submit(self, job_id: str) -> None:
        self._state.lead(job_id, "here")

    def complete_job(self, job_id: str) -> None:
        self._state.leaders.pop(job_id, None)

    async def run(self, job_id: str) -> None:
        self.submit(job_id)
        self.complete_job(job_id)
