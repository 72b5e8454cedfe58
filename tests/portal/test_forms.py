"""The request form asks what Art. 29 lets it ask, and no more."""

from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.portal.forms import RequestForm, TrackForm

AGENCIES = [("YX-MZ", "云溪县民政局")]
FILLED = {
    "token": "t",
    "applicant_kind": "natural",
    "name": "李某某",
    "phone": "0000-0000000",
    "agency": "YX-MZ",
    "information_title": "2026年低保标准测算材料",
    "carrier": "electronic",
    "route": "online",
}


def proof() -> dict[str, SimpleUploadedFile]:
    return {"identity_proof": SimpleUploadedFile("id.jpg", b"\xff\xd8\xff\xe0photo", "image/jpeg")}


def test_a_filled_form_is_accepted() -> None:
    assert RequestForm(FILLED, proof(), agencies=AGENCIES).is_valid()


def test_no_purpose_is_asked() -> None:
    assert not {"purpose", "reason", "usage"} & set(RequestForm(agencies=AGENCIES).fields)


def test_the_six_columns_of_the_report_are_the_kinds_of_applicant() -> None:
    kinds = [kind for kind, _ in RequestForm(agencies=AGENCIES).fields["applicant_kind"].choices]
    assert kinds == ["natural", "business", "research", "charity", "legal", "other_org"]


def test_every_visible_field_says_why_it_is_asked() -> None:
    assert all(field.help_text for field in RequestForm(agencies=AGENCIES).visible_fields())


def test_a_route_asks_for_the_address_it_needs() -> None:
    assert "email" in RequestForm(FILLED | {"route": "email"}, proof(), agencies=AGENCIES).errors
    assert "address" in RequestForm(FILLED | {"route": "post"}, proof(), agencies=AGENCIES).errors


def test_a_wrong_address_is_reported_once() -> None:
    form = RequestForm(FILLED | {"route": "email", "email": "li@"}, proof(), agencies=AGENCIES)
    assert len(form.errors["email"]) == 1


def test_a_proof_already_received_is_not_asked_again() -> None:
    assert "identity_proof" in RequestForm(FILLED, agencies=AGENCIES).errors
    assert RequestForm(FILLED, agencies=AGENCIES, identity_kept=True).is_valid()


def test_tracking_needs_both_number_and_code() -> None:
    assert set(TrackForm({}).errors) == {"number", "code"}
