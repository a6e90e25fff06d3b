"""Attune: a recording goes in, an explained score comes out, a person overrules it."""
