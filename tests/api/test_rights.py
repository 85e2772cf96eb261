"""Who may do what: signing in, roles, tokens, forged requests."""

from __future__ import annotations

import pytest

from api.app import RefusedError, create_app
from api.settings import Settings

READING = ["/", "/search", "/tasks", "/units", "/calendar", "/review", "/graph", "/explain", "/crawl"]
REST = ["tasks", "directives", "documents", "units", "search", "audit/events", "audit/verify"]
ROLES = ["reader", "secretary", "auditor", "administrator"]


@pytest.mark.parametrize("address", [*READING, "/audit", "/admin"])
def test_a_stranger_is_led_to_the_door(office, address):
    answer = office.client.get(address, follow_redirects=False, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")


def test_the_door_leads_back_to_what_was_asked_for(office):
    answer = office.client.get("/tasks?state=late", follow_redirects=False, headers={"Accept": "text/html"})
    assert answer.headers["location"] == "/login?next=%2Ftasks%3Fstate%3Dlate"


@pytest.mark.parametrize("what", REST)
def test_a_strange_program_is_told(office, what):
    answer = office.client.get(f"/api/v1/{what}")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["detail"] == "Hãy đăng nhập để tiếp tục."


def test_a_stranger_changes_nothing(office):
    task = office.client.get("/api/v1/tasks", headers=office.token("reader")).json()["items"][0]
    headers = {"If-Match": f'"{task["revision"]}"'}
    for answer in (
        office.client.patch(f"/api/v1/tasks/{task['id']}", json={"status": "done"}, headers=headers),
        office.client.post(f"/tasks/{task['id']}/move", data={"revision": task["revision"], "to": "done"}),
        office.client.delete(f"/api/v1/tasks/{task['id']}", headers=headers),
        office.client.patch("/api/v1/tasks", headers={"Authorization": "Bearer nobody"}),
    ):
        assert answer.status_code in (401, 405)
    assert office.client.get(f"/api/v1/tasks/{task['id']}", headers=office.token("reader")).json() == task


@pytest.mark.parametrize(
    ("role", "change", "audit", "admin"),
    [
        ("reader", 403, 403, 403),
        ("secretary", 200, 403, 403),
        ("auditor", 403, 200, 403),
        ("administrator", 200, 200, 200),
    ],
)
def test_roles(office, role, change, audit, admin):
    client, me = office.client, office.token(role)
    assert {client.get(address, headers=me).status_code for address in READING} == {200}
    task = client.get("/api/v1/tasks", params={"state": "open"}, headers=me).json()["items"][0]
    edit = me | {"If-Match": f'"{task["revision"]}"'}
    answer = client.patch(f"/api/v1/tasks/{task['id']}", json={"status": "in_progress"}, headers=edit)
    assert answer.status_code == change, answer.text
    assert client.get("/api/v1/audit/events", headers=me).status_code == audit
    assert client.get("/audit", headers=me).status_code == audit
    assert client.get("/admin", headers=me).status_code == admin


@pytest.mark.parametrize("role", ROLES)
def test_a_page_offers_only_what_its_reader_may_do(office, role):
    office.sign_in(role)
    page = office.client.get("/tasks").text
    may_change = role in ("secretary", "administrator")
    assert ('action="/tasks/bulk"' in page and 'name="task"' in page) == may_change
    assert ('href="/audit"' in page) == (role in ("auditor", "administrator"))
    assert ('href="/admin"' in page) == (role == "administrator")


def test_a_wrong_password_and_the_sixth_try(office, form):
    data = {"name": "reader", "password": "không phải thế", "csrf": form(office.client, "/login")}
    for _ in range(5):
        answer = office.client.post("/login", data=data)
        assert answer.status_code == 401
        assert "Tên tài khoản hoặc mật khẩu không đúng." in answer.text
    answer = office.client.post("/login", data=data)
    assert answer.status_code == 429
    assert "Hãy chờ 15 phút" in answer.text


def test_signing_in_leads_only_to_pages_of_ours(office, form):
    for wanted, led in (("/tasks", "/tasks"), ("//elsewhere.example", "/"), ("https://elsewhere.example", "/")):
        data = {"name": "reader", "password": "mật khẩu đủ dài", "next": wanted, "csrf": form(office.client, "/login")}
        answer = office.client.post("/login", data=data, follow_redirects=False)
        assert answer.headers["location"] == led
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        office.client.cookies.clear()


def test_signing_out_ends_the_session(office, form):
    office.sign_in("reader")
    kept = dict(office.client.cookies)
    office.client.post("/logout", data={"csrf": form(office.client, "/tasks")})
    office.client.cookies.update(kept)
    assert office.client.get("/api/v1/tasks").status_code == 401


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("0" * 64, {}),
        (None, {"Origin": "https://elsewhere.example"}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
    ],
    ids=["no token", "wrong token", "another origin", "another site"],
)
def test_a_forged_form_is_refused(office, form, token, headers):
    office.sign_in("secretary")
    task = office.client.get("/api/v1/tasks", params={"state": "open"}).json()["items"][0]
    page = f"/tasks/{task['id']}"
    values = {"csrf": form(office.client, page) if token is None else token, "revision": task["revision"], "to": "done"}
    answer = office.client.post(f"{page}/move", data=values, headers=headers)
    assert answer.status_code == 403
    assert office.client.get(f"/api/v1/tasks/{task['id']}").json()["status"] == task["status"]


def test_a_cookie_alone_changes_nothing_by_rest(office):
    office.sign_in("secretary")
    task = office.client.get("/api/v1/tasks", params={"state": "open"}).json()["items"][0]
    answer = office.client.patch(
        f"/api/v1/tasks/{task['id']}", json={"status": "done"}, headers={"If-Match": f'"{task["revision"]}"'}
    )
    assert answer.status_code == 403


def test_who_answers_for_a_unit_changes_its_tasks_only(office):
    state = office.client.app.state.chidao
    tasks = office.client.get("/api/v1/tasks", params={"state": "open", "limit": 100}, headers=office.token("reader"))
    mine = next(t for t in tasks.json()["items"] if "Sở Xây dựng" in t["assignments"][0]["unit"])
    unit = mine["assignments"][0]["unit_id"]
    other = next(t for t in tasks.json()["items"] if unit not in [a["unit_id"] for a in t["assignments"]])
    account = state.corpus.accounts.create("thu-ky-xd", name="x", role="secretary", actor="thử", units=[unit])
    state.corpus.accounts.create_token(account.id, "thử", "key-of-xd", actor="thử")
    statuses = []
    for task in (mine, other):
        headers = {"Authorization": "Bearer key-of-xd", "If-Match": f'"{task["revision"]}"'}
        answer = office.client.patch(f"/api/v1/tasks/{task['id']}", json={"status": "in_progress"}, headers=headers)
        statuses.append(answer.status_code)
    assert statuses == [200, 403]
    headers = office.token("secretary") | {"If-Match": f'"{other["revision"]}"'}
    office.client.patch(f"/api/v1/tasks/{other['id']}", json={"status": "in_progress"}, headers=headers)
    seq = office.client.get(f"/api/v1/tasks/{other['id']}/history", headers=headers).json()["items"][-1]["seq"]
    me = {"Authorization": "Bearer key-of-xd"}
    assert office.client.post(f"/api/v1/audit/events/{seq}/undo", json={}, headers=me).status_code == 403
    page = office.client.post(f"/tasks/{mine['id']}/undo", data={"seq": seq}, headers=me)
    assert page.status_code == 403


def test_pages_are_not_opened_to_other_machines_without_secret_or_account(tmp_path):
    with pytest.raises(RefusedError, match="CHIDAO_SECRET"):
        create_app(Settings(home=tmp_path, host="0.0.0.0"))
    with pytest.raises(RefusedError, match="chidao user add"):
        create_app(Settings(home=tmp_path, host="0.0.0.0", secret="x" * 32))


def test_an_address_that_is_none_is_told_at_the_start(tmp_path):
    with pytest.raises(RefusedError, match="Không hiểu địa chỉ chỉ mục"):
        create_app(Settings(home=tmp_path, index="nowhere"))
