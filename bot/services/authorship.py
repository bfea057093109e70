"""Who wrote the records that an announcement is drawn from."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from bot.store import tables


def writers(connection: Connection, program: int, records: Collection[str]) -> list[str]:
    """Whoever wrote or edited these records ("award zappa", "deadline grants/spring"), in order."""
    if not records:
        return []
    table = tables.audit
    acts = connection.execute(
        select(table.c.actor, table.c.detail)
        .where(table.c.program_id == program, table.c.act.not_like("teach %"))
        .order_by(table.c.id)
    )
    return [
        act.actor
        for act in acts
        for line in act.detail.get("changes", ())
        for record in records
        if line == f"+ {record}" or line.startswith(f"~ {record}: ")
    ]
