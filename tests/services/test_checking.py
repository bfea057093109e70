"""`eightdays check`: everything that `run` uses is tried, nothing is sent, the remedy is said."""

from dataclasses import replace

import pytest

from bot.services.checking import Finding, check_outside, check_settings
from bot.settings import explicit
from tests.domain.samples import MOSS
from tests.services.conftest import House

SCOPES = {"chat:write", "channels:read", "usergroups:read"}


def findings(house: House, scopes: set[str] = SCOPES) -> dict[str, Finding]:
    found = check_outside(house.services.settings, house.store, scopes)
    return {each.what: each for each in found}


def test_all_is_well_and_nothing_is_sent(house: House) -> None:
    house.load()
    found = findings(house)
    assert {what for what, each in found.items() if not each.ok} == set()
    assert found["program"].detail == "Mozilla Open Source Support: two tracks, two awards"
    assert found["SLACK_BOT_TOKEN"].detail == "eightdays in Moss House"
    assert found["X"].detail.startswith("posts as @mosshouse; see that the account has the label")
    assert found["user group S0STAFF"].detail == "3 members"
    assert house.heard() == house.heard("#moss-review") == house.posted() == []


def test_a_channel_without_the_bot(house: House) -> None:
    house.load(MOSS.replace('announce_in: ["#moss"]', 'announce_in: ["#random", "#nowhere"]'))
    found = findings(house)
    assert not found["#random"].ok
    assert not found["#nowhere"].ok
    assert "not in" in found["#random"].detail


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"slack_bot_token": "xoxb-revoked"}, "SLACK_BOT_TOKEN"),
        ({"slack_app_token": "xapp-revoked"}, "SLACK_APP_TOKEN"),
        ({"x_api_secret": "wrong"}, "X"),
        ({"eightdays_staff": "S0NOBODY"}, "user group S0NOBODY"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_and_no_secret_is_shown(
    make: type[House], settings: dict[str, str], what: str
) -> None:
    found = findings(make(**settings))  # type: ignore[arg-type]
    assert not found[what].ok
    assert "revoked" not in found[what].detail.replace("was revoked", "")
    assert "wrong" not in found[what].detail


def test_a_scope_that_is_missing(house: House) -> None:
    found = findings(house, {*SCOPES, "pins:hold"})
    assert not found["scopes"].ok
    assert "pins:hold" in found["scopes"].detail


def test_no_program_yet(house: House) -> None:
    assert "eightdays program import" in findings(house)["program"].detail


def test_a_slack_that_is_away(house: House) -> None:
    house.sandbox.faults.add("slack", "drop_before")
    assert not findings(house)["SLACK_BOT_TOKEN"].ok


def test_what_cannot_be_reached_was_not_refused(make: type[House]) -> None:
    nowhere = "http://127.0.0.1:9/api/"
    house = make(slack_app_token="xapp-1", slack_api_url=nowhere, x_api_url=nowhere[:-5])  # type: ignore[call-arg]
    found = findings(house)
    for what in ("SLACK_APP_TOKEN", "X"):
        assert found[what].detail == (
            "could not be tried, for it cannot be reached from this machine ([Errno 111] "
            "Connection refused); look at its network, DNS and proxy"
        )


def test_settings_alone() -> None:
    said = {found.detail for found in check_settings(explicit(x_api_key="k")) if not found.ok}
    assert any("X_API_SECRET" in each for each in said)
    assert any("SLACK_BOT_TOKEN" in each for each in said)
    assert any("nobody is staff" in each for each in said)


def everywhere(house: House) -> dict[str, str]:
    box = house.sandbox
    return {
        "mastodon_url": box.mastodon.url,
        "mastodon_access_token": box.mastodon.credentials.access_token,
        "bluesky_url": box.bluesky.url,
        "bluesky_handle": box.bluesky.credentials.handle,
        "bluesky_app_password": box.bluesky.credentials.app_password,
        "webhook_urls": box.webhook.url,
        "webhook_secret": box.webhook.secret,
        "discord_webhook_urls": box.discord.url,
    }


def test_every_network_is_tried(house: House, make: type[House]) -> None:
    house.load()
    house = make(**everywhere(house))  # type: ignore[arg-type]
    found = findings(house)
    assert {what for what, each in found.items() if not each.ok} == set()
    assert found["Bluesky"].detail == "set up: mosshouse.test"
    assert {"Mastodon", "Discord", "Webhooks"} <= set(found)
    box = house.sandbox
    assert box.webhook.deliveries == []
    assert box.discord.posts == box.mastodon.posts == box.bluesky.posts == []


def test_automated_accounts_say_so_and_name_who_runs_them(house: House, make: type[House]) -> None:
    house.load()
    house = make(**everywhere(house))  # type: ignore[arg-type]
    box = house.sandbox
    before = box.mastodon.profile, box.x.bio
    box.mastodon.profile = replace(box.mastodon.profile, bot=False, note="Beep")
    box.x.bio = "Beep"
    box.bluesky.describe("Beep", bot=False)
    box.discord.gone = True
    try:
        wrong = [
            (each.what, each.detail)
            for each in check_outside(house.services.settings, house.store, SCOPES)
            if not each.ok
        ]
    finally:
        box.mastodon.profile, box.x.bio = before
        box.bluesky.describe("Run by Mozilla Open Source Support (MOSS).")
        box.discord.gone = False
    assert [what for what, _ in wrong] == [
        "X", "Discord", "Mastodon", "Mastodon", "Bluesky", "Bluesky",
    ]  # fmt: skip
    assert sum("Run by Mozilla Open Source Support" in detail for _, detail in wrong) == 3
