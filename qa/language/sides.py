"""What the two sides of a service call say: which of two unnamed speakers is the agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What the two sides of a service call say, Korean and English. Each is worth one point for a side.
AGENT = re.compile(
    r"도와\s?드|상담사|콜\s?센터|다산|안내해|안내\s?드|확인해\s?(드|보겠)|말씀해?\s?주|기다려\s?주|기다리셨|고객님|시민님"
    r"|선생님|연결해\s?드|문의\s?사항|죄송합니다|하시면\s?됩니다|how (may|can) i help|thank you for calling"
    r"|for waiting|may i have|one moment|hold (on|the line)|anything else|i('ll| will) (check|transfer|connect)",
    re.IGNORECASE,
)
CITIZEN = re.compile(
    r"여쭤|궁금|문의\s?(좀|드리|하려)|하려고|하는데요|인데요|거든요|되나요|인가요|어떻게\s?(해야|하|되)|얼마|어디서"
    r"|알고\s?싶|i('d| would) like|i want|could you|can i|do i|how (much|do|can i)|where (is|do|can)|what time",
    re.IGNORECASE,
)


def leaning(texts: Iterable[str]) -> int:
    """Telling phrases of an agent less those of a citizen: above zero this side sounds like the agent."""
    return sum(len(AGENT.findall(text)) - len(CITIZEN.findall(text)) for text in texts)
