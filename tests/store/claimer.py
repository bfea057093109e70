"""A process that claims until nothing is left: `python -m tests.store.claimer URL PROGRAM`."""

import json
import os
import sys

from bot.store import claims
from bot.store.engine import Store
from tests.store.makers import NOW, REAL


def main() -> None:
    url, program = sys.argv[1:]
    store = Store(url)
    sys.stdin.readline()
    number = 0
    while True:
        number += 1
        with store.write() as connection:
            claim = claims.claim_due(connection, int(program), f"{os.getpid()}-{number}", NOW, REAL)
        if not claim.rows:
            break
        print(json.dumps([row.id for row in claim.rows]), flush=True)  # noqa: T201
    store.close()


if __name__ == "__main__":
    main()
