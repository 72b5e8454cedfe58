"""The interface for programs: keys, limits, open data, and an OpenAPI file that says what is really there."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import Post
from gongkai.api import declared, frame, openapi, present, services, urls
from gongkai.api.models import ApiKey, KeptAnswer
from gongkai.catalog import services as documents
from gongkai.matters import fields
from gongkai.matters.models import Matter
from gongkai.review.rules import Refused
from tests.catalog import lists
from tests.catalog.desk import published
from tests.world import PASSWORD, County

pytestmark = pytest.mark.django_db
MATTER = {"number": "YX-1", "name": "食品经营许可", "applicant_name": "陈立秋", "accepted_on": "2026-11-02"}


@pytest.fixture
def key(county: County) -> str:
    """A key of the finance bureau for everything."""
    return services.issue(
        actor=county.administrator, agency=county.finance, label="审批系统", scopes=list(ApiKey.Scope.values),
        expires_on=timezone.localdate() + timedelta(days=30),
    )[1]  # fmt: skip


def send(client: Client, key: str, body: Any) -> Any:
    """POST matters."""
    return client.post(
        "/api/v1/matters/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def batch(*rows: Any) -> dict[str, Any]:
    """What a program sends."""
    return {"source_system": "审批系统", "matters": list(rows)}


def test_a_program_hands_in_matters_once_and_learns_what_is_wrong(client: Client, key: str) -> None:
    answer = send(
        client,
        key,
        batch(MATTER, {**MATTER, "number": "YX-2", "accepted_on": "昨天"}, "x", {**MATTER, "age": 3}),
    )
    assert answer.status_code == 200
    found = answer.json()
    assert (found["new"], found["refused"]) == (1, 3)
    assert [(one["row"], one["code"]) for one in found["errors"]] == [
        (3, "not_object"),
        (4, "unknown"),
        (2, "no_date"),
    ]
    assert send(client, key, batch(MATTER)).json()["unchanged"] == 1
    listed = client.get("/api/v1/matters/", headers={"Authorization": f"Bearer {key}"}).json()
    assert listed["count"] == 1
    assert "陈" not in json.dumps(listed, ensure_ascii=False)


def test_a_request_with_a_key_of_its_own_is_carried_out_once(client: Client, key: str) -> None:
    def sent(token: str, body: Any) -> Any:
        given = {"Authorization": f"Bearer {key}", "Idempotency-Key": token}
        return client.post(
            "/api/v1/matters/", json.dumps(body), content_type="application/json", headers=given
        )

    first, again = sent("a-1", batch(MATTER)), sent("a-1", batch(MATTER))
    assert (again.json(), again["Idempotent-Replay"]) == (first.json(), "true")
    assert first.json()["new"] == 1
    assert sent("a-1", batch({**MATTER, "number": "YX-9"})).status_code == 422
    assert sent("a-2", batch(MATTER)).json()["unchanged"] == 1
    assert sent("x" * 101, batch(MATTER)).status_code == 400
    assert [sent("a-3", {"source_system": "", "matters": []}).status_code for _time in range(2)] == [422, 422]
    assert sent("a-3", batch(MATTER)).status_code == 200, "what was refused is not kept"
    assert "陈" not in repr(list(KeptAnswer.objects.values()))
    KeptAnswer.objects.update(given_at=timezone.now() - timedelta(days=8))
    assert sent("a-1", batch(MATTER)).json()["unchanged"] == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ('{"source_system": 3, "matters": []}', 400), ('{"source_system": "", "matters": []}', 422),
     ("[" * 100_000, 400), (json.dumps(batch(*[1] * 1001)), 413)],
)  # fmt: skip
def test_bad_bodies_are_refused(client: Client, key: str, body: str, status: int) -> None:
    answer = client.post(
        "/api/v1/matters/", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == status
    assert answer.json()["errors"][0]["text"]


def test_only_a_valid_key_with_the_scope_lets_in(client: Client, county: County, key: str) -> None:
    row = ApiKey.objects.get()
    assert key not in json.dumps(list(ApiKey.objects.values()), default=str)
    assert send(client, "gk_wrong", batch(MATTER)).status_code == 401
    ApiKey.objects.update(scopes=[ApiKey.Scope.MATTERS_READ])
    assert send(client, key, batch(MATTER)).status_code == 403
    ApiKey.objects.update(scopes=[ApiKey.Scope.MATTERS_WRITE])
    Post.objects.filter(holder=county.administrator).delete()
    assert send(client, key, batch(MATTER)).status_code == 403, "who issued it may no longer do this"
    ApiKey.objects.update(expires_on=date(2020, 1, 1))
    assert send(client, key, batch(MATTER)).status_code == 401
    assert Matter.objects.count() == 0
    for _attempt in range(frame.WRONG_KEYS):
        answer = send(client, "gk_wrong", batch(MATTER))
    assert answer.status_code == 429
    assert row.created_by == county.administrator


def test_keys_are_the_administrators_business(county: County, key: str) -> None:
    with pytest.raises(Refused) as refused:
        services.issue(
            actor=county.administrator,
            agency=county.finance,
            label=" ",
            scopes=["x"],
            expires_on=date(2020, 1, 1),
            per_minute=0,
        )
    assert refused.value.codes == {"KEY-LABEL", "KEY-SCOPE", "KEY-EXPIRY", "KEY-LIMIT"}
    row = ApiKey.objects.get()
    services.revoke(actor=county.administrator, key=row)
    assert services.key_of(key) is None
    assert list(services.visible(county.officer)) == []


def test_only_public_documents_are_open_data(
    client: Client, county: County, django_assert_max_num_queries: Any
) -> None:
    shown = published(county, title="关于财政预算的公告")
    draft = published(county, title="另一份公告")
    type(draft).objects.filter(pk=draft.pk).update(
        live=False, withdrawn_on=date(2026, 1, 1), withdrawal_reason="有误"
    )
    with django_assert_max_num_queries(6):
        answer = client.get("/api/v1/documents/?per_page=1").json()
    assert [one["id"] for one in answer["documents"]] == [shown.pk]
    assert answer["documents"][0]["agency"] == {"code": "finance", "name": "云溪县财政局"}
    assert client.get("/api/v1/documents/?since=2099-01-01").json()["count"] == 0
    wrong = client.get("/api/v1/documents/?since=gestern&page=0&colour=red")
    assert wrong.status_code == 400
    assert {one["where"] for one in wrong.json()["errors"]} == {"since", "page", "colour"}
    sets = client.get("/api/v1/catalog.jsonld").json()["dcat:dataset"]
    assert {one["dct:identifier"] for one in sets} == {"documents", "documents-finance", "matters-results"}


def test_there_is_a_limit_per_minute(
    client: Client, county: County, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "PER_MINUTE", 2)
    answers = [client.get("/api/v1/documents/") for _time in range(3)]
    assert [(one.status_code, one["RateLimit-Remaining"]) for one in answers] == [
        (200, "1"),
        (200, "0"),
        (429, "0"),
    ]
    ApiKey.objects.update(per_minute=1)
    headers = {"Authorization": f"Bearer {key}"}
    assert [client.get("/api/v1/matters/", headers=headers).status_code for _time in range(2)] == [200, 429]


def follow(client: Client, address: str) -> tuple[dict[int, Any], str]:
    """What a harvester that starts with nothing holds after following `next`, and where it goes on."""
    held: dict[int, Any] = {}
    while True:
        told = client.get(address).json()
        for one in told["changes"]:
            known = one["document"] or one["withdrawn"]
            held.pop(known["id"], None)
            if one["state"] == "public":
                held[known["id"]] = known["title"]
        address = told["next"]
        if not told["more"]:
            return held, address


def test_a_harvester_keeps_in_step(client: Client, county: County) -> None:
    first, second, third = (published(county, title=f"公告{n}", document_type="notice") for n in "一二三")
    held, following = follow(client, "/api/v1/changes/?per_page=1")
    assert set(held) == {first.pk, second.pk, third.pk}
    assert client.get(following).json()["changes"] == []
    documents.withdraw(actor=county.leader, document=second, reason="内容有误", on=timezone.localdate())
    (told,) = client.get(following).json()["changes"]
    assert told["state"] == "withdrawn"
    assert told["withdrawn"]["reason"] == "内容有误"
    assert "公告" not in json.dumps(told, ensure_ascii=False)
    assert set(follow(client, "/api/v1/changes/")[0]) == {first.pk, third.pk}
    assert client.get("/api/v1/changes/?agency=education").json()["changes"] == []
    assert client.get("/api/v1/changes/?after=-1").status_code == 400


def test_the_whole_catalogue_is_one_file_and_goes_on_as_changes(client: Client, county: County) -> None:
    shown = published(county, title="=公告", document_type="notice")
    answer = client.get("/api/v1/documents.jsonl")
    (line,) = b"".join(answer).decode().splitlines()
    (listed,) = client.get("/api/v1/documents/").json()["documents"]
    assert json.loads(line) == listed
    following = re.fullmatch('<(.+)>; rel="next"', answer["Link"])
    assert following is not None
    assert client.get(following[1]).json()["changes"] == []
    table = b"".join(client.get("/api/v1/documents.csv")).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert tuple(row) == present.COLUMNS
    assert (row["id"], row["title"], row["agency_code"]) == (str(shown.pk), "'=公告", "finance")


@pytest.mark.parametrize(
    "name", ["documents/", "changes/", "documents.jsonl", "documents.csv", "catalog.jsonld"]
)
def test_whoever_has_it_is_told_so(client: Client, county: County, name: str) -> None:
    shown = published(county, title="公告", document_type="notice")
    address = f"/api/v1/{name}"
    answer = client.get(address)
    assert answer["Last-Modified"]
    known = {"If-None-Match": answer["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    documents.withdraw(actor=county.leader, document=shown, reason="内容有误", on=timezone.localdate())
    assert client.get(address, headers=known).status_code == 200


def test_the_data_catalogue_holds_the_lists_with_their_terms(
    client: Client, county: County, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.DATA_LICENCE = "https://www.example.gov.cn/terms"
    lists.published(county, "permits", [lists.permit(1)])
    with django_assert_max_num_queries(6):
        found = client.get("/api/v1/catalog.jsonld").json()
    held = next(one for one in found["dcat:dataset"] if one["dct:identifier"] == "list-permits")
    assert held["dct:license"] == {"@id": settings.DATA_LICENCE}
    assert held["dct:modified"]["@type"] == "xsd:dateTime"
    for file in held["dcat:distribution"]:
        assert client.get(file["dcat:downloadURL"]["@id"]).status_code == 200
    assert client.get(held["dct:conformsTo"]["@id"]).json()["slug"] == "permits"


def test_the_openapi_file_says_what_is_there(client: Client, county: County, key: str) -> None:
    served = client.get("/api/v1/openapi.json").json()
    assert set(served["paths"]) == {f"/{one.path}" for one in declared.OPERATIONS}
    assert {reverse(f"api:{one.name}") for one in urls.urlpatterns} == {
        f"/api/v1/{one.path}" for one in declared.OPERATIONS
    }
    schemas = served["components"]["schemas"]
    assert set(schemas["MatterIn"]["properties"]) == {one.name for one in fields.declared()}
    published(county, title="关于财政预算的公告")
    send(client, key, batch(MATTER))
    answers = {
        "DocumentPage": client.get("/api/v1/documents/").json(),
        "MatterPage": client.get("/api/v1/matters/", headers={"Authorization": f"Bearer {key}"}).json(),
        "Brought": send(client, key, batch(MATTER)).json(),
        "ChangePage": client.get("/api/v1/changes/").json(),
        "Refusal": client.post("/api/v1/documents/").json(),
    }
    for name, answer in answers.items():
        assert set(answer) == set(schemas[name]["properties"]), name
    assert set(answers["DocumentPage"]["documents"][0]) == set(schemas["Document"]["properties"])
    assert set(answers["ChangePage"]["changes"][0]) == set(schemas["Change"]["properties"])
    assert set(answers["MatterPage"]["matters"][0]) == set(schemas["Matter"]["properties"])
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(openapi.document("/"))))
    assert used <= set(schemas)


def test_administrators_issue_keys_that_are_shown_once(county: County, client: Client) -> None:
    client.login(username="officer", password=PASSWORD)
    assert client.get("/office/keys/").status_code in (302, 403)
    client.login(username="administrator", password=PASSWORD)
    typed = {
        "agency": county.finance.pk,
        "label": "审批系统",
        "scopes": ["matters.write"],
        "per_minute": "600",
        "expires_on": "2020-01-01",
    }
    refused = client.post("/office/keys/", typed)
    assert refused.status_code == 422
    assert "审批系统" in refused.content.decode()
    typed["expires_on"] = (timezone.localdate() + timedelta(days=9)).isoformat()
    secret = client.post("/office/keys/", typed).context["secret"]
    issued = services.key_of(secret)
    assert issued is not None
    assert issued.per_minute == 600
    assert secret not in client.get("/office/keys/").content.decode()
    client.post(f"/office/keys/{ApiKey.objects.get().pk}/revoke/")
    assert services.key_of(secret) is None
