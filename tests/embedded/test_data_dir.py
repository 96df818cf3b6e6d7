import errno
import os
import stat
from pathlib import Path

import pytest

from atrocity_tracker.embedded import DataDir, ServiceError, explain
from atrocity_tracker.embedded.data_dir import LOG_BYTES


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_may_read_a_new_folder(tmp_path):
    folder = DataDir(tmp_path / "data")

    folder.prepare()
    folder.secret("secret_key")

    assert mode(folder.path) == 0o700
    assert mode(folder.sockets) == 0o700
    assert mode(folder.path / "secret_key") == 0o600


def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)

    DataDir(tmp_path).prepare()

    assert mode(tmp_path) == 0o755


def test_a_secret_is_long_and_stays_the_same(tmp_path):
    first = DataDir(tmp_path).secret("secret_key")

    assert len(first) == 64
    assert DataDir(tmp_path).secret("secret_key") == first
    assert DataDir(tmp_path).known_secret("secret_key") == first
    assert list(tmp_path.iterdir()) == [tmp_path / "secret_key"]


def test_asking_for_a_known_secret_writes_nothing(tmp_path):
    DataDir(tmp_path).known_secret("secret_key")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 100, "a folder", "Ордер"])
def test_sockets_move_out_of_a_folder_whose_path_does_not_fit_an_address(tmp_path, name):
    folder = DataDir(tmp_path / name)

    folder.prepare()

    assert folder.sockets.parent == Path("/tmp")
    assert mode(folder.sockets) == 0o700
    folder.sockets.rmdir()


def test_a_log_that_grew_too_long_starts_anew(tmp_path):
    folder = DataDir(tmp_path)
    folder.prepare()
    log = folder.logs / "web.log"
    log.write_bytes(b"")
    os.truncate(log, LOG_BYTES + 1)

    assert folder.log("web").stat().st_size == 0


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(ServiceError) as error:
        DataDir(tmp_path / "data").prepare()

    assert str(error.value) == f"The data folder {tmp_path}/data cannot be used: Not a directory."


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            errno.ENOSPC,
            "The disk that holds /data is full: "
            "free some space, or set DATA_DIR to a folder on another disk.",
        ),
        (
            errno.EROFS,
            "The data folder /data cannot be written (Read-only file system): "
            "set DATA_DIR to a folder of your own.",
        ),
    ],
)
def test_what_the_system_refuses_is_one_sentence(number, sentence):
    assert explain(OSError(number, os.strerror(number)), Path("/data")) == sentence
