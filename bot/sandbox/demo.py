"""Moss House: the workspace that `eightdays demo` and most tests play in."""

from bot.clock import Clock
from bot.sandbox.workspace import Workspace

STAFF = ("U0OLIVE", "U0ADA", "U0BEN")


def demo_workspace(clock: Clock | None = None) -> Workspace:
    """The owner, two of staff, three of the community, and the channels of the sample program."""
    space = Workspace(clock or Clock())
    for name, zone in (
        ("Olive Okafor", "America/Los_Angeles"),
        ("Ada Lindqvist", "Europe/Stockholm"),
        ("Ben Castillo", "America/New_York"),
        ("Mia Duarte", "Europe/Lisbon"),
        ("Tane Walker", "Pacific/Auckland"),
        ("Leo Park", "America/Los_Angeles"),
    ):
        first = name.split()[0]
        user_id = f"U0{first.upper()}"
        space.add_user(
            first.lower(), user_id=user_id, real_name=name, tz=zone, is_staff=user_id in STAFF
        )
    space.add_group("moss-staff", STAFF, "S0STAFF")
    space.add_channel("general", channel_id="C0GENERAL", bot_member=True)
    space.add_channel(
        "moss", channel_id="C0MOSS", bot_member=True, topic="Deadlines, news and questions"
    )
    space.add_channel(
        "moss-review", channel_id="C0REVIEW", members=STAFF, bot_member=True, is_private=True
    )
    # The bot is not in here: what Slack answers then (`not_in_channel`) can be tried.
    space.add_channel("random", channel_id="C0RANDOM")
    return space
