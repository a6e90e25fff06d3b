"""The kinds of checks, one file per family; `registry` lists them."""
