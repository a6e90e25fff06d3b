"""Scripted calls that may be published: the scripts, the sounds made from them, and what is planted in each."""
