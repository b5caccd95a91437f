"""The AWS emulator: moto's server, with the corrections that the program needs. Arguments are moto's own."""

import corrections  # noqa: F401  (patches moto when it is imported)
from moto.server import main

if __name__ == "__main__":
    main()
