"""Privacy in the office: who looked, a person's requests by a number, what is due for destruction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import access
from gongkai.foi.models import ApplicantLook
from gongkai.foi.office import pages
from gongkai.foi.queries import privacy
from gongkai.foi.services.looks import note_looks

PER_PAGE = 50
MOST = 100


class LookFilter(forms.Form):
    """Narrow the looks by the case's number, the viewer's name or the kind of look."""

    q = forms.CharField(label=gettext_lazy("受理编号或者查看人"), required=False, max_length=100)
    act = forms.ChoiceField(
        label=gettext_lazy("查看方式"),
        required=False,
        choices=[("", gettext_lazy("全部")), *ApplicantLook.Act.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Every look in the subtrees the reader supervises or administers."""
    if not access.acting_agencies(request.user, *privacy.OVERSEEING).exists():
        raise PermissionDenied(_("查看记录由主管部门监督员和系统管理员查阅。"))
    form = LookFilter(request.GET)
    rows = privacy.looks(request.user)
    if form.is_valid():
        if words := form.cleaned_data["q"].strip():
            rows = rows.filter(case__receipt_number__iexact=words) | rows.filter(viewer_name__icontains=words)
        if act := form.cleaned_data["act"]:
            rows = rows.filter(act=act)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    return pages.show(
        request,
        "foi/office/looks.html",
        title=_("申请人信息查看记录"),
        trail=[pages.worklist_crumb()],
        form=form,
        page=page,
        total=page.paginator.count,
        query=query.urlencode(),
    )


class PersonForm(forms.Form):
    """A number of the applicant. Sent by POST, so that it stands in no address and no log."""

    identity_number = forms.CharField(label=gettext_lazy("证件号码"), required=False, max_length=40)
    telephone = forms.CharField(label=gettext_lazy("联系电话"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        found: dict[str, Any] = super().clean() or {}
        if not (found.get("identity_number") or found.get("telephone")):
            self.add_error("identity_number", _("请填写证件号码或者联系电话。"))
        return found


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def find_person(request: HttpRequest) -> HttpResponse:
    """The requests of the applicant with a number, by keyed hash; each one found is noted as a look."""
    if not access.acting_agencies(request.user, *privacy.READERS_OF_PERSONS).exists():
        raise PermissionDenied(_("按证件号码或者电话查找，只向受理机构的经办人提供。"))
    form = PersonForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = list(privacy.cases_of_person(request.user, **form.cleaned_data)[:MOST])
        note_looks(actor=request.user, case_ids=[case.pk for case in found], act=ApplicantLook.Act.SEARCH)
    return pages.show(
        request,
        "foi/office/find_person.html",
        title=_("按证件号码或者电话查找"),
        trail=[pages.worklist_crumb()],
        form=form,
        found=found,
        status=422 if request.method == "POST" and found is None else 200,
    )
