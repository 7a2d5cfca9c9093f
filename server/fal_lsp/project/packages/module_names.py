"""Names of modules that PyPI has no package of. Knows a few that are often taken for the package;
must not know requirements.

Each was asked of PyPI with pip in 2026: it has no release of that name, or (`sklearn`, `skimage`)
one whose build does nothing but fail.
"""

from __future__ import annotations

_PACKAGES = {
    "cv2": "opencv-python-headless",
    "googleapiclient": "google-api-python-client",
    "openssl": "pyopenssl",
    "pil": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}

_FAILING = frozenset({"skimage", "sklearn"})


def cannot_be_installed(name: str) -> bool:
    """Whether PyPI has a package of a module's name, whose build only fails."""
    return name.lower() in _FAILING


def package_of_module(name: str) -> str | None:
    """The package that has a module, where PyPI certainly has none of use by its name."""
    return _PACKAGES.get(name.lower())
