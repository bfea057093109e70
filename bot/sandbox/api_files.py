"""files.*: uploading in three steps (docs.slack.dev/messaging/working-with-files)."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox import events
from bot.sandbox.api_args import Args, Json, Method, read_upload
from bot.sandbox.api_chat import target
from bot.sandbox.core import Core
from bot.sandbox.file_inputs import SCOPE, fetch
from bot.sandbox.files import LARGEST
from bot.sandbox.refusal import SlackError


def upload_url(core: Core, args: Args) -> Json:
    """files.getUploadURLExternal"""
    length = args.number("length", 0, LARGEST)
    if not length:
        raise SlackError("invalid_arguments")
    bot = core.workspace.bot.user_id
    name, alt_text = args.need("filename"), args.text("alt_txt")
    file = core.workspace.files.announce(name, length, bot, alt_text)
    return {"upload_url": f"{core.origin}/upload/{file.id}", "file_id": file.id}


def complete(core: Core, args: Args) -> Json:
    """files.completeUploadExternal: shares the files, with a message where a channel is given."""
    given = args.json("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    refs = [*args.words("channel_id"), *args.words("channels")]
    channels = tuple(target(core, ref).id for ref in dict.fromkeys(refs))
    files = core.workspace.files
    done = [files.complete(one["id"], one.get("title"), channels) for one in given]
    shown = [one.as_slack(core.origin) for one in done]
    for channel in channels:
        message = core.workspace.post(
            channel,
            core.workspace.bot.user_id,
            args.text("initial_comment") or "",
            thread_ts=args.text("thread_ts"),
            files=tuple(shown),
        )
        events.posted(core, message)
    return {"files": shown}


def info(core: Core, args: Args) -> Json:
    """files.info. Until Slack has looked at a file, it does not know its type."""
    file = core.workspace.files.get(args.need("file"))
    shown = file.as_slack(core.origin)
    return {"file": shown if file.complete else shown | {"mimetype": "", "filetype": ""}}


METHODS = {
    "files.info": Method(info, 4, SCOPE),
    "files.getUploadURLExternal": Method(upload_url, 4, "files:write"),
    "files.completeUploadExternal": Method(complete, 4, "files:write"),
}


def file_routes(core: Core) -> list[Route]:
    """The address that bytes are uploaded to, and the one where they are seen."""

    async def upload(request: Request) -> Response:
        try:
            file = core.workspace.files.get(request.path_params["id"])
        except SlackError as error:
            return PlainTextResponse(error.code, 404)
        content = await read_upload(request)
        if len(content) != file.length:
            return PlainTextResponse("length does not match", 400)
        core.workspace.files.upload(file.id, content)
        return PlainTextResponse(f"OK - {len(content)}")

    async def show(request: Request) -> Response:
        try:
            file = core.workspace.files.get(request.path_params["id"])
        except SlackError as error:
            return PlainTextResponse(error.code, 404)
        headers = {"x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
        return Response(file.content, media_type=file.mimetype, headers=headers)

    async def private(request: Request) -> Response:
        return await fetch(core, request)

    return [
        Route("/files-pri/{id}/{rest:path}", private, methods=["GET"]),
        Route("/upload/{id}", upload, methods=["POST"]),
        Route("/files/{id}", show, methods=["GET"]),
    ]
