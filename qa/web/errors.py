"""Errors as pages: what happened and the way out, in the reader's language, in the design of the desk."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from qa.call import Sentence
from qa.errors import Problem, Refused
from qa.web.wording import sentence

PAGES = {
    400: (
        Sentence("요청을 이해하지 못했습니다", "The request was not understood"),
        Sentence(
            "주소나 입력한 내용을 확인하고 다시 시도해 주세요.", "Check the address or what you entered, and try again."
        ),
    ),
    401: (
        Sentence("로그인이 필요합니다", "Please sign in"),
        Sentence("로그인한 뒤 다시 시도해 주세요.", "Sign in, then try again."),
    ),
    403: (
        Sentence("권한이 없습니다", "You may not do this"),
        Sentence(
            "지금 역할로는 할 수 없는 일입니다. 필요하면 시스템 관리자에게 권한을 요청해 주세요.",
            "Your role does not include this. If you need it, ask your administrator.",
        ),
    ),
    404: (
        Sentence("찾으시는 내용이 없습니다", "Nothing is here"),
        Sentence(
            "주소가 잘못되었거나 볼 수 없는 통화입니다. 통화 목록에서 다시 찾아 주세요.",
            "The address is wrong, or the call is not one you can see. Look for it in the list of calls.",
        ),
    ),
    405: (
        Sentence("이 주소로는 처리할 수 없는 요청입니다", "This address cannot be used this way"),
        Sentence("통화 목록에서 다시 시작해 주세요.", "Start again from the list of calls."),
    ),
    413: (
        Sentence("한 번에 보내기에는 너무 큽니다", "Too large to send at once"),
        Sentence(
            "파일을 나누어 올리거나 서버에서 `qa ingest 폴더`로 올려 주세요.",
            "Send fewer files at a time, or hand them in on the server with `qa ingest FOLDER`.",
        ),
    ),
    500: (
        Sentence("프로그램에 문제가 생겼습니다", "Something went wrong in the program"),
        Sentence(
            "저장된 내용은 그대로 있습니다. 잠시 뒤 다시 시도해 보고, 문제가 되풀이되면 시스템 관리자에게 알려 주세요.",
            "What was saved is still there. Try again in a moment; if it happens again, tell your administrator.",
        ),
    ),
}


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    title, text = PAGES.get(code, PAGES[500] if code >= 500 else PAGES[400])
    return _page(code, title, text)


def _csrf(_error: CSRFError) -> tuple[str, int]:
    return _page(
        400,
        Sentence("양식의 유효 기간이 지났습니다", "This form has expired"),
        Sentence(
            "다른 창에서 로그아웃했거나 페이지를 너무 오래 열어 두었습니다. 이전 페이지를 새로 고쳐 다시 보내 주세요.",
            "You signed out elsewhere, or the page was open for too long. Reload the page before, and send again.",
        ),
    )


def _problem(problem: Problem) -> tuple[str, int]:
    title = Sentence("요청을 처리하지 못했습니다", "This could not be done")
    return _page(409 if isinstance(problem, Refused) else 500, title, problem.sentence)


def _unforeseen(error: Exception) -> tuple[str, int]:
    from flask import current_app

    current_app.logger.exception("unforeseen error at %s", request.path, exc_info=error)
    return _page(500, *PAGES[500])


def _page(code: int, title: Sentence, text: Sentence) -> tuple[str, int]:
    if request.headers.get("HX-Request"):
        # An answer to htmx goes into the page as one line; the page around it is still there.
        return render_template("errors/_line.html", text=sentence(text)), code
    return render_template("errors/error.html", code=code, title=sentence(title), text=sentence(text)), code
