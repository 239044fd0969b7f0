async def scenario_plant(case):
    import bell

    rings = bell.Bell()
    garden = case.Garden(rings)
    await garden.plant("rose")
    return garden._plants, rings.heard.get_nowait()
