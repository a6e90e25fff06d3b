"""The id of a standard answer as one part of an address."""

from __future__ import annotations

import re

from werkzeug.routing import BaseConverter

RESERVED = ("", ".", "..", "new", "import", "export", "gaps")


class EntryId(BaseConverter):
    """Any id as one part of an address: "/" and names of our own pages are written as ~ and two figures."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return re.sub("~([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), value)

    def to_url(self, value: str) -> str:
        value = re.sub("[~/]", lambda found: f"~{ord(found[0]):02X}", value)
        if value in RESERVED:
            value = f"~{ord(value[0]):02X}{value[1:]}"
        return str(super().to_url(value))
