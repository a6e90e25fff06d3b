"""What a call was about as JSON: what `qa score --json` prints beside the score."""

from __future__ import annotations

from typing import Any

from qa.analytics.about import CallAbout
from qa.call import to_json


def as_dict(found: CallAbout) -> dict[str, Any]:
    """`transfers` is their number, `transfer_list` the transfers. `why` in Korean, `why_en` beside it. Seconds are null
    where the turns carry no times.
    """
    body = to_json(found)
    why = body.pop("why")
    return {
        **body,
        "why": why["ko"],
        "why_en": why["en"],
        "transfers": len(found.transfers),
        "transfer_list": body["transfers"],
        "transferred_to": list(found.transferred_to),
        "resolved_without_transfer": found.resolved_without_transfer,
    }
