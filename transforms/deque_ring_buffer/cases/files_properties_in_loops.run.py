def scenario_only_the_latest_are_counted(module):
    from reading import Plain

    ring = module.Ring()
    marks = []
    for number in range(5):
        plain = Plain()
        plain._mark = number
        ring.put(plain)
        marks.append(ring.marked())
    return marks, [plain.mark for plain in ring._plain]
