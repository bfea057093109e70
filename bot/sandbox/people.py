"""Who and what a workspace is made of: team, people, channels, user groups.

The records are frozen: the workspace puts a changed copy in their place. `as_slack` gives the
object as the Web API shows it (docs.slack.dev/reference/objects).
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Team:
    """A Slack workspace as such."""

    id: str = "T0MOSS"
    name: str = "Moss House"
    domain: str = "moss-house"

    @property
    def url(self) -> str:
        """The address that permalinks start with."""
        return f"https://{self.domain}.slack.com/"


@dataclass(frozen=True)
class Bot:
    """The one app that is installed here, and the user it acts as."""

    user_id: str = "U0EIGHT"
    bot_id: str = "B0EIGHT"
    app_id: str = "A0EIGHT"
    name: str = "eightdays"


@dataclass(frozen=True)
class User:
    """A member. `is_staff` is no notion of Slack's: the demo page groups people by it."""

    id: str
    name: str
    real_name: str
    tz: str = "UTC"
    is_staff: bool = False
    is_guest: bool = False
    is_bot: bool = False
    deleted: bool = False
    team_id: str = "T0MOSS"

    def as_slack(self, tz_offset: int) -> dict[str, Any]:
        """The user object; `tz_offset` is what the zone is ahead of UTC now, in seconds."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": tz_offset,
            "profile": {
                "real_name": self.real_name,
                "display_name": self.name,
                "team": self.team_id,
            },
            "is_admin": False,
            "is_owner": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
            "locale": "en-US",
        }


@dataclass(frozen=True)
class Channel:
    """A conversation: a channel, or a direct message where `im_user` names the person."""

    id: str
    name: str
    is_private: bool = False
    members: frozenset[str] = frozenset()
    archived: bool = False
    topic: str = ""
    im_user: str | None = None
    created: int = 0

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message between a person and the bot."""
        return self.im_user is not None

    @property
    def event_type(self) -> str:
        """The `channel_type` of a message event from here."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"

    def as_slack(self, viewer: str) -> dict[str, Any]:
        """The conversation object as `viewer` (a user id) gets it."""
        if self.is_im:
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_archived": self.archived,
                "is_open": True,
                "user": self.im_user,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": self.created,
            "creator": "USLACKBOT",
            "is_channel": not self.is_private,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_member": viewer in self.members,
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


@dataclass(frozen=True)
class UserGroup:
    """People who are mentioned together, such as @moss-staff."""

    id: str
    handle: str
    name: str
    users: tuple[str, ...] = ()
    team_id: str = "T0MOSS"

    def as_slack(self) -> dict[str, Any]:
        """The usergroup object."""
        return {
            "id": self.id,
            "team_id": self.team_id,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "description": "",
            "date_delete": 0,
            "user_count": len(self.users),
            "users": list(self.users),
        }
