"""An instance that has a task can be pickled as before."""

import asyncio
import pickle


async def scenario_a_job_is_saved(module):
    job = module.Job(0)
    job.start()
    module.Desk(0).start()
    number = job.__getstate__()["number"] if hasattr(job, "__getstate__") else vars(job)["number"]
    pickle.dumps(vars(job))
    await asyncio.sleep(0.01)
    return number
