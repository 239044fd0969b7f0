def scenario_both_below_a_base(module):
    left, right = module.Left("abc"), module.Right()
    right.add(2)
    return left.next(), left.next(), right.next(), right.next()


def scenario_set_again(module):
    methods = module.Methods()
    found = [methods.next()]
    methods.offered(("key", "password"))
    return found, methods.next(), methods.next()


def scenario_closure(module):
    answer = module.answers([" a", "b "])
    return answer(), answer()
