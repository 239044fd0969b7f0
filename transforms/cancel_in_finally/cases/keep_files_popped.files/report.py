from case import Jobs


def names(jobs: Jobs):
    return sorted(jobs.running)
