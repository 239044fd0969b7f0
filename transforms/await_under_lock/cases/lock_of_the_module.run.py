async def scenario_visit(case):
    await case.visit("ann")
    return case.VISITORS, case.NEWS.get_nowait()
