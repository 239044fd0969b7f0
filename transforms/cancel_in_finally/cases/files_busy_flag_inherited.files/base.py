class Base:
    def __setattr__(self, name, value):
        print(name)
        super().__setattr__(name, value)
