"""Settings of the test run: the portal's own, with a fast password hasher and files in a scratch folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["PORTAL_ENV"] = "test"

from bbi_portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SCRATCH = Path(tempfile.mkdtemp(prefix="portal-test-"))
MEDIA_ROOT = SCRATCH / "media"
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, so that several threads of a race test meet in one database.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}  # noqa: F405
