async def scenario_take(case):
    kitchen = case.Kitchen()
    orders = case.Orders(kitchen)
    await orders.take(4, "soup")
    return orders._open, kitchen._slips.get_nowait()
