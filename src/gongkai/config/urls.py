"""Which face answers which address."""

from django.urls import include, path
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("office/", include(wagtailadmin_urls)),
    path("language/", set_language, name="set_language"),
    path("", include("gongkai.portal.urls")),
]

handler403 = "gongkai.portal.views.errors.forbidden"
handler404 = "gongkai.portal.views.errors.not_found"
handler500 = "gongkai.portal.views.errors.server_error"
