"""Pages that belong to no app: errors, the choice of language, the pulse."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

YEAR = 365 * 24 * 3600  # seconds


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the server answers and reaches its database; an error of the database is a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address on pages that name no icon: the admin's."""
    return redirect(static("site/icon.svg"), permanent=True)


@login_not_required
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language in a cookie and go back to the page one came from.

    A plain link, so that it works without script and pages need no form token.

    Raises:
        Http404: the code is none of ``LANGUAGES``.
    """
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404(_("没有这种语言。"))
    target = request.GET.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=here, require_https=request.is_secure())
    response = redirect(target if safe else "dashboard")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be understood; our own sentences name what is wrong, others' stay unsaid."""
    ours = isinstance(exception, BadRequest)
    sentence = str(exception) if ours and str(exception) else _("这个请求无法识别。")
    # Without the date's form: it would send what is wrong once more.
    return _error(request, 400, sentence, parameter=getattr(exception, "parameter", None), asof=None)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    ours = isinstance(exception, PermissionDenied) and str(exception)
    return _error(request, 403, str(exception) if ours else _("您没有权限看这一页或做这一步。"))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An unknown address or code, with the way back to the list that it should have been in."""
    sentence = _("这里没有您要找的内容：地址可能写错了，或者代码不存在。")
    return _error(request, 404, sentence, back=_list_of(request.path))


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own fault. Reads neither the database nor who asks: either may be what is broken."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("服务器出错了。"), "parameter": None}, status=500)
    return render(None, "500.html", status=500)


def _error(request: HttpRequest, status: int, sentence: str, **more: object) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": sentence, "parameter": more.get("parameter")}, status=status)
    return render(request, f"{status}.html", {"sentence": sentence, **more}, status=status)


def _list_of(path: str) -> str | None:
    """The list that ``/actions/9.9.9/`` belongs to: ``/actions/``; None where there is none."""
    address = f"/{path.strip('/').partition('/')[0]}/"
    try:
        resolve(address)
    except Resolver404:
        return None
    return None if address == path else address
