"""What `data/refresh.py` is made of: one module a folder of `data/`. Not part of the running program."""
