"""What people wrote stands in no error of the database, and so in no log."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.engine import Store


def test_an_error_does_not_show_what_was_to_be_stored(database_url: str) -> None:
    store = Store(database_url)
    statement = text("INSERT INTO programs (team_id, version) VALUES (:said, NULL)")
    with pytest.raises(SQLAlchemyError) as caught, store.write() as connection:
        connection.execute(statement, {"said": "between ourselves"})
    store.close()
    assert "hidden due to hide_parameters" in str(caught.value)
    assert "[parameters: {" not in str(caught.value)
