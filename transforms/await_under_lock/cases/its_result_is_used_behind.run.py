async def scenario_store(case):
    shelf = case.Shelf(case.Scales())
    return await shelf.store("lamp"), await shelf.store("sofa"), shelf._parcels
