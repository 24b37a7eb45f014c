"""Jobs that tidy up."""

import os
import time

from qixin.core.tasks import forget_uploads


def test_what_a_killed_process_left_of_an_upload_goes_and_what_still_arrives_stays(
    settings, tmp_path
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    old, new, other = (
        tmp_path / name for name in ("tmpa.upload.jpg", "tmpb.upload.jpg", "notes.txt")
    )
    for path in (old, new, other):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 86_400
    for path in (old, other):
        os.utime(path, (two_days_ago, two_days_ago))
    assert forget_uploads.func() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "tmpb.upload.jpg"]
