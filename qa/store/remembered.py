"""Figures over everything there is, kept until something they count was added."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from qa.store.engine import Session

T = TypeVar("T")
AT_MOST = 64

_held: WeakKeyDictionary[Any, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()


def remembered(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for each `key` and database. The key names what is counted, for whom, and the newest
    row that counts: when one is added, the key is another.
    """
    pool = session.get_bind().engine.pool  # an engine and those derived of it, for reading and writing, have one
    with _lock:
        held = _held.setdefault(pool, OrderedDict())
        if key in held:
            held.move_to_end(key)
            found: T = held[key]
            return found
    made = make()
    with _lock:
        held[key] = made
        while len(held) > AT_MOST:
            held.popitem(last=False)
    return made
