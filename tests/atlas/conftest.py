from pathlib import Path

import pytest

from tests.atlas.broken import AtlasCopy


@pytest.fixture
def atlas_copy(tmp_path: Path) -> AtlasCopy:
    return AtlasCopy(tmp_path)
