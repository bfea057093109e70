"""Who is there: users.*, usergroups.*, team.info, bots.info, auth.test, api.test
(docs.slack.dev/reference/methods)."""

from bot.sandbox import payloads
from bot.sandbox.api_args import Args, Json, Method, page
from bot.sandbox.core import Core
from bot.sandbox.people import User
from bot.sandbox.refusal import SlackError


def api_test(_core: Core, args: Args) -> Json:
    """api.test: says back what it was told."""
    given = {key: value for key, value in args.given.items() if key != "token"}
    if "error" in given:
        raise SlackError(str(given["error"]), args=given)
    return {"args": given}


def auth_test(core: Core, _args: Args) -> Json:
    """auth.test"""
    space = core.workspace
    return {
        "url": space.team.url,
        "team": space.team.name,
        "user": space.bot.name,
        "team_id": space.team.id,
        "user_id": space.bot.user_id,
        "bot_id": space.bot.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(core: Core, _args: Args) -> Json:
    """apps.connections.open: where to connect a socket."""
    origin = "ws" + core.origin.removeprefix("http")
    return {"url": f"{origin}/link/?ticket={core.sockets.ticket()}&app_id=sandbox"}


def users_info(core: Core, args: Args) -> Json:
    """users.info"""
    return {"user": payloads.member(core, _user(core, args.need("user")))}


def users_list(core: Core, args: Args) -> Json:
    """users.list"""
    every = core.workspace.users()
    some, metadata = page(args, every, len(every), 1000)
    return {"members": [payloads.member(core, one) for one in some], "response_metadata": metadata}


def usergroups_list(core: Core, args: Args) -> Json:
    """usergroups.list"""
    groups = [one.as_slack() for one in core.workspace.groups()]
    if not args.flag("include_users"):
        for group in groups:
            del group["users"]
    return {"usergroups": groups}


def usergroups_users(core: Core, args: Args) -> Json:
    """usergroups.users.list"""
    name = args.need("usergroup")
    for group in core.workspace.groups():
        if group.id == name:
            return {"users": list(group.users)}
    raise SlackError("no_such_subteam")


def team_info(core: Core, _args: Args) -> Json:
    """team.info"""
    team = core.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "url": team.url}}


def bots_info(core: Core, args: Args) -> Json:
    """bots.info"""
    bot = core.workspace.bot
    if args.text("bot") != bot.bot_id:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": bot.bot_id,
            "deleted": False,
            "name": bot.name,
            "updated": 0,
            "app_id": bot.app_id,
            "user_id": bot.user_id,
            "icons": {},
        }
    }


def _user(core: Core, user_id: str) -> User:
    """By id alone, though the workspace knows people by name too."""
    user = core.workspace.user(user_id)
    if user.id != user_id:
        raise SlackError("user_not_found")
    return user


METHODS = {
    "api.test": Method(api_test, 4, takes=None),
    "auth.test": Method(auth_test, 5),
    "apps.connections.open": Method(connections_open, 1, takes="app"),
    "users.info": Method(users_info, 4, "users:read"),
    "users.list": Method(users_list, 2, "users:read"),
    "usergroups.list": Method(usergroups_list, 2, "usergroups:read"),
    "usergroups.users.list": Method(usergroups_users, 2, "usergroups:read"),
    "team.info": Method(team_info, 3, "team:read"),
    "bots.info": Method(bots_info, 3, "users:read"),
}
