"""/api/v1/: each address of `declared.OPERATIONS` once."""

from django.urls import path

from gongkai.api import matters, views
from gongkai.api.declared import OPERATIONS

app_name = "api"
_VIEWS = {
    "documents": views.documents,
    "changes": views.changes,
    "documents_jsonl": views.documents_jsonl,
    "documents_csv": views.documents_csv,
    "matters": matters.matters,
    "catalog": views.catalog_file,
    "openapi": views.openapi_file,
}
urlpatterns = [
    path(address, _VIEWS[name], name=name)
    for address, name in {one.path: one.name for one in OPERATIONS}.items()
]
