"""`eightdays run` is told to stop while a network hangs."""

import asyncio
import signal

from bot.clock import Clock
from bot.domain.ledger import Destination, Kind, NewRow
from bot.services.calls import FEWEST_THREADS
from bot.store import ledger, tables
from bot.store.engine import Store
from tests.e2e.house import a_world
from tests.e2e.test_run import a_run
from tests.sandbox.helpers import until


async def test_it_stops_though_slack_hangs(sqlite_url: str) -> None:
    async with a_world(sqlite_url, start=False, eightdays_messages_per_second=80) as world:
        await world.start()
        await world.stop()
        store = Store(sqlite_url)
        with store.write() as connection:
            (program,) = connection.execute(tables.programs.select()).all()
            ledger.add(
                connection,
                program.id,
                [
                    NewRow(
                        kind=Kind.NOTICE, subject=f"row/{number}", revision=0, step="failed",
                        destination=Destination.channel(f"#hangs-{number}"), due=Clock().now(),
                        payload={"notice": "hangs"},
                    )
                    for number in range(FEWEST_THREADS + 2)
                ],
            )  # fmt: skip
        hangs = world.box.faults.add(
            "slack", "delay", method="chat.postMessage", seconds=60, count=99
        )
        try:
            async with a_run(world, PORT="0", LOG_FORMAT="json") as run:
                await run.until("ready")

                def sending() -> int:
                    with store.read() as connection:
                        rows = ledger.find(connection, program.id)
                    return sum(row.state == "sending" for row in rows)

                await until(lambda: sending() == FEWEST_THREADS + 2, seconds=20)
                await until(lambda: hangs.count == 99 - FEWEST_THREADS, seconds=20)
                run.process.send_signal(signal.SIGTERM)
                async with asyncio.timeout(16):
                    said = await run.process.communicate()
                assert run.process.returncode == 0
                log = run.log + said[1].decode()
                assert "Traceback" not in log
                assert "CancelledError" not in log
                with store.read() as connection:
                    rows = ledger.find(connection, program.id, tables.ledger.c.kind == Kind.NOTICE)
                # What had begun is asked after by the next process; nothing waits for a lease.
                states = [str(row.state) for row in rows]
                assert states.count("planned") == 2
                assert set(states) <= {"planned", "sending", "unknown"}
        finally:
            store.close()
