"""Tests in a real Chromium, and pictures of every page (``screenshots.py``)."""

from pathlib import Path

AUDIT = Path(__file__).parent / "audit.js"  # looks at a page as it is drawn

# As root in a container there is no sandbox to be had; the rest keeps Chromium from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WATCH_POLICY = """
document.addEventListener('securitypolicyviolation', breach =>
  console.error(`policy ${breach.effectiveDirective}: ${breach.blockedURI} ${breach.sample} line ${breach.lineNumber}`))
"""
