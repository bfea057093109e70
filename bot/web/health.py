"""`GET /healthz`: the loop turns. `GET /readyz`: everything it needs is there, or what is not."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

# A check gives None where all is well, and else what is wrong, in words without secrets.
Check = Callable[[], Awaitable[str | None]]


def health_routes(checks: Mapping[str, Check]) -> list[Route]:
    """The two routes; `checks` by the name of the part."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        wrong = {name: said for name, check in checks.items() if (said := await check())}
        status = 503 if wrong else 200
        return JSONResponse({"ready": not wrong, "not_ready": wrong}, status_code=status)

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/readyz", readyz, methods=["GET"]),
    ]
