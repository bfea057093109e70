"""views.*: modals and App Homes (docs.slack.dev/reference/methods/views.*)."""

from bot.sandbox.api_args import Args, Json, Method
from bot.sandbox.blocks import check_view
from bot.sandbox.core import Core
from bot.sandbox.inputs import initial_values
from bot.sandbox.refusal import SlackError
from bot.sandbox.views import View


def open_(core: Core, args: Args) -> Json:
    """views.open"""
    view = check_view(args.json("view"), "modal")
    user, _ = core.workspace.triggers.exchange(args.need("trigger_id"))
    return _shown(core, core.workspace.views.open(user, view))


def push(core: Core, args: Args) -> Json:
    """views.push: its trigger has to come from the modal that is open."""
    view = check_view(args.json("view"), "modal")
    user, view_id = core.workspace.triggers.exchange(args.need("trigger_id"))
    if view_id is None:
        raise SlackError("invalid_trigger_id")
    return _shown(core, core.workspace.views.push(user, view))


def update(core: Core, args: Args) -> Json:
    """views.update"""
    views = core.workspace.views
    external_id = args.text("external_id")
    old = views.find(None if external_id else args.need("view_id"), external_id)
    view = check_view(args.json("view"), old.payload["type"])
    return _shown(core, views.update(old.id, view, args.text("hash")))


def publish(core: Core, args: Args) -> Json:
    """views.publish"""
    view = check_view(args.json("view"), "home")
    user = core.workspace.user(args.need("user_id"))
    return _shown(core, core.workspace.views.publish(user.id, view, args.text("hash")))


def _shown(core: Core, view: View) -> Json:
    return {"view": view.as_slack(core.workspace.bot, initial_values(view.blocks))}


METHODS = {
    "views.open": Method(open_, 4),
    "views.push": Method(push, 4),
    "views.update": Method(update, 4),
    "views.publish": Method(publish, 4),
}
