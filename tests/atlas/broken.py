"""A copy of the packaged atlas that a test may break."""

import shutil
from pathlib import Path

from filiform.atlas.load import packaged_folder


class AtlasCopy:
    """The packaged pages in a folder of the test's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "atlas"
        shutil.copytree(packaged_folder(), self.folder)

    def page(self, name: str) -> Path:
        return self.folder / name

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the one place in a file where a text stands."""
        text = self.page(name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.page(name).write_text(text.replace(old, new), encoding="utf-8")
