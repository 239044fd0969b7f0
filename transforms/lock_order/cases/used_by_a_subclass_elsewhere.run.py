"""A comment changes nothing."""

import sys


async def scenario_vote(module):
    sys.modules["case"] = module
    sys.modules.pop("leader", None)
    import leader

    return await leader.Leader().vote()
