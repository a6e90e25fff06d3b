"""The standard answers: find the entry, extract typed facts, compare. Pure."""
