#!/usr/bin/env python3
"""Sets up this checkout and starts what it holds. Needs nothing but Python."""
# This file must parse on any Python 3, so that an old one gets a sentence, not a syntax error.

import os
import shutil
import sys

if os.name != "posix":
    sys.exit("Atrocity Tracker runs on Linux and macOS; on Windows use WSL.")
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    found = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    advice = f"try `{found[0]} dev.py`" if found else "please install one of them"
    sys.exit(f"Python 3.11, 3.12 or 3.13 is needed and this is {sys.version.split()[0]}: {advice}.")

from atrocity_tracker.bootstrap import main

if __name__ == "__main__":
    main(sys.argv[1:])
