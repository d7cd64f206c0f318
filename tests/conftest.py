"""What all tests share."""

import pytest


@pytest.fixture(autouse=True)
def _pages_need_sign_in(settings):
    """The default of the product, whatever the environment of the test run says."""
    settings.PUBLIC_PAGES = False


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def public_pages(settings):
    settings.PUBLIC_PAGES = True
