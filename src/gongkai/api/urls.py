"""/api/v1/: each address of `declared.OPERATIONS` once."""

from django.urls import path

from gongkai.api import views
from gongkai.api.declared import OPERATIONS

app_name = "api"
_VIEWS = {
    "documents": views.documents,
    "matters": views.matters,
    "catalog": views.catalog_file,
    "openapi": views.openapi_file,
}
urlpatterns = [
    path(address, _VIEWS[name], name=name)
    for address, name in {one.path: one.name for one in OPERATIONS}.items()
]
