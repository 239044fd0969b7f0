"""Neither end of a job leaves its errors behind."""

CHANGED = {
    "good": (("returned", 1), ("returned", 0)),
    "bad": (("returned", 1), ("returned", 0)),
}


def scenario_good(module):
    jobs = module.Jobs()
    module.run(jobs, True)
    return len(jobs._errors)


def scenario_bad(module):
    jobs = module.Jobs()
    module.run(jobs, False)
    return len(jobs._errors)


def scenario_running(module):
    jobs = module.Jobs()
    jobs.start("j", "ada", 0.0)
    jobs.error("j", "slow")
    return jobs.errors("j")
