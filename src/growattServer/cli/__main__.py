"""The same as the command `growatt`: `python -m growattServer.cli`."""

import sys

from .start import main

if __name__ == "__main__":
    sys.exit(main())
