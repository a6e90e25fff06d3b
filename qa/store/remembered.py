"""What is found by looking at everything there is, kept until something was added that it is made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from qa.store.engine import Session
from qa.store.tables import Call, CallEvaluation

T = TypeVar("T")
AT_MOST = 64

_held: WeakKeyDictionary[Any, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()


def among(
    session: Session,
    name: str,
    allowed: ColumnElement[bool],
    id_: InstrumentedAttribute[int],
    make: Callable[[], T],
    *,
    few: bool = False,
) -> T:
    """What `make` finds among the calls `allowed`, made once until a row of the table of `id_` is added.

    Rows of a call that is scored again may stand under the same ids; its evaluation does not. `few`: an agent's calls,
    which become more when one is released.
    """
    newest = session.scalar(select(func.max(id_))), session.scalar(select(func.max(CallEvaluation.id)))
    calls = session.scalar(select(func.count(Call.id)).where(allowed)) if few else None
    whose = str(allowed.compile(compile_kwargs={"literal_binds": True}))
    return remembered(session, (name, whose, newest, calls), make)


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
