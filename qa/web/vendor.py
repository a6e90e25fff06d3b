"""Copy what the pages need of the npm packages into `static/vendor/`, version in the name, licence beside it.

Run as `python -m qa.web.vendor` after `npm ci`. Nothing is fetched here, and pages never fetch from another host.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from qa.errors import Misconfigured

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(__file__).parent / "static" / "vendor"

# what pages call it: (package, file inside it, licence file, folder of files that belong to it)
LIBRARIES = {
    "htmx": ("htmx.org", "dist/htmx.min.js", "LICENSE", None),
    "wavesurfer": ("wavesurfer.js", "dist/wavesurfer.esm.js", "LICENSE", None),
    "pretendard": (
        "pretendard",
        "dist/web/variable/pretendardvariable-dynamic-subset.css",
        "dist/LICENSE.txt",
        "woff2-dynamic-subset",
    ),
}


def copy_libraries(modules: Path, target: Path) -> list[dict[str, str]]:
    """Copy from `node_modules` into `target`, replacing what was there; returns what `vendor.json` lists.

    Raises `Misconfigured` when a package is missing.
    """
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    listed = []
    for name, (package, file, licence, folder) in LIBRARIES.items():
        source = modules / package
        try:
            version = json.loads((source / "package.json").read_text(encoding="utf-8"))["version"]
            copied = f"{name}-{version}/{Path(file).name}"
            (fresh / copied).parent.mkdir()
            shutil.copyfile(source / file, fresh / copied)
            shutil.copyfile(source / licence, fresh / f"{name}-{version}" / "LICENSE.txt")
            if folder:
                shutil.copytree((source / file).parent / folder, fresh / f"{name}-{version}" / folder)
        except FileNotFoundError as error:
            raise Misconfigured(
                f"브라우저 라이브러리 {package}의 {error.filename} 파일이 없습니다. `npm ci`를 먼저 실행해 주세요.",
                f"The browser library {package} lacks the file {error.filename}: run `npm ci` first.",
            ) from error
        listed.append({"name": name, "package": package, "version": version, "file": copied})
    (fresh / "vendor.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return listed


if __name__ == "__main__":
    try:
        copy_libraries(ROOT / "node_modules", TARGET)
    except Misconfigured as problem:
        sys.exit(str(problem))
