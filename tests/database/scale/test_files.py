"""Files as long as production's, and the first pages of trees."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from designkit.database.scale.btree import Metapage
from designkit.database.scale.files import SEGMENT_PAGES, resize
from designkit.errors import FileError, ModelError

PAGE = 8192


def lengths(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size // PAGE for path in sorted(folder.iterdir())}


def test_a_relation_is_extended_in_whole_segments_and_takes_no_room(tmp_path: Path) -> None:
    file = tmp_path / "16384"
    file.touch(mode=0o600)
    resize(str(file), 2 * SEGMENT_PAGES + 5, b"begin")
    assert lengths(tmp_path) == {"16384": SEGMENT_PAGES, "16384.1": SEGMENT_PAGES, "16384.2": 5}
    assert sum(path.stat().st_blocks for path in tmp_path.iterdir()) * 512 < 2 * PAGE
    assert file.read_bytes()[:5] == b"begin"
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_relation_shrinks_again_with_all_its_segments(tmp_path: Path) -> None:
    file = tmp_path / "16384"
    file.touch()
    resize(str(file), 3 * SEGMENT_PAGES)
    resize(str(file), 0)
    assert lengths(tmp_path) == {"16384": 0}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_new_segments_belong_to_the_account_of_the_server(tmp_path: Path) -> None:
    file = tmp_path / "16384"
    file.touch()
    os.chown(file, 65534, 65534)
    resize(str(file), SEGMENT_PAGES + 1)
    assert (tmp_path / "16384.1").stat().st_uid == 65534


def test_a_file_that_cannot_be_extended_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="sparse files"):
        resize(str(tmp_path / "absent"), 5)


@pytest.mark.parametrize("page", [b"", bytes(PAGE)])
def test_what_is_no_metapage_is_refused(page: bytes) -> None:
    with pytest.raises(ModelError, match="btree"):
        Metapage.of(page)
