"""Settings of the test run: the portal's own, with a fast password hasher and files in a scratch folder."""

import os
import tempfile

os.environ["PORTAL_ENV"] = "test"

from bbi_portal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-media-")
