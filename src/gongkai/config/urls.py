"""Which face answers which address."""

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("office/", include(wagtailadmin_urls)),
    # Without a token: what it sets is harmless, and so no public page has to set a cookie.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("calendar/", include("gongkai.agencies.feed_urls")),
    path("api/v1/", include("gongkai.api.urls")),
    path("", include("gongkai.portal.urls")),
]

handler400 = "gongkai.portal.views.errors.bad_request"
handler403 = "gongkai.portal.views.errors.forbidden"
handler404 = "gongkai.portal.views.errors.not_found"
handler500 = "gongkai.portal.views.errors.server_error"
