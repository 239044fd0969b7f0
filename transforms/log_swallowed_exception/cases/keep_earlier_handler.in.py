async def step(job):
    try:
        await job.run()
    except BaseException:
        job.failed()
        raise
    except Exception:
        pass
