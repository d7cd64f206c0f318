"""Where the two apps are put together."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from indicators.urls import pages
from recommendations.queries.practices_of import practices_of
from recommendations.queries.users_of import users_of

from . import views
from .sign_in import SignInForm

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"

urlpatterns = [
    path("", include("recommendations.urls")),
    path("", include(pages(users=users_of, practices=practices_of, may_edit=admin.site.may_edit))),
    path("login/", LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/<str:code>/", views.language, name="language"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("api/v1/", include("config.api.urls")),
    path("admin/", admin.site.urls),
]
