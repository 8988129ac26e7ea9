"""Who may open what: one row a URL, one letter a person.

A new URL without a row fails ``test_access_matrix``. Answers: ``ok`` opens (2xx or a redirect to
another page of the clinic), ``403`` refused, ``404`` not theirs or not there, ``in`` sent to
sign-in, ``405`` the method is not offered.
"""

from dataclasses import dataclass

PEOPLE = ("ada", "ben", "cleo", "dora", "lea", "ian", "nobody")


@dataclass(frozen=True)
class Row:
    """What each person gets, in the order of PEOPLE."""

    get: tuple[str, ...]
    post: tuple[str, ...]


def row(get: str, post: str) -> Row:
    return Row(tuple(get.split()), tuple(post.split()))


NOT_OFFERED = "405 405 403 403 405 403 403"
CLINICAL_GET = row("ok 404 403 403 ok 403 in", NOT_OFFERED)
CLINICAL_POST = row("405 405 403 403 405 403 in", "ok 404 403 403 ok 403 403")
CLINICAL_FORM = row("ok 404 403 403 ok 403 in", "ok 404 403 403 ok 403 403")
STAFF_GET = row("ok 404 403 ok ok 403 in", "405 405 403 405 405 403 403")
LEAD_GET = row("403 403 403 403 ok 403 in", "403 403 403 403 405 403 403")
EVERYBODY = row("ok ok ok ok ok ok ok", "405 405 405 405 405 405 405")
CLOSED = row("403 403 403 403 403 403 403", "403 403 403 403 403 403 403")
PAINTING_ONLY = row("403 403 403 403 403 403 in", "403 403 403 403 403 403 403")

MATRIX: dict[str, Row] = {
    "home": row("ok ok ok ok ok ok in", "405 405 405 405 405 405 403"),
    "health": EVERYBODY,
    "styleguide": EVERYBODY,
    "language": row("405 405 405 405 405 405 405", "ok ok ok ok ok ok ok"),
    # allauth: signing in and out and the own password; everything else it brings is closed.
    "account_login": row("ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok"),
    "account_logout": row("ok ok ok ok ok ok in", "ok ok ok ok ok ok 403"),
    "account_change_password": row("ok ok ok ok ok ok in", "ok ok ok ok ok ok 403"),
    "account_signup": CLOSED,
    "account_reauthenticate": CLOSED,
    "account_set_password": CLOSED,
    "account_inactive": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_confirm_email": CLOSED,
    "account_reset_password": CLOSED,
    "account_reset_password_done": CLOSED,
    "account_reset_password_from_key": CLOSED,
    "account_reset_password_from_key_done": CLOSED,
    "account_confirm_login_code": CLOSED,
    "accounts:staff": row("403 403 403 403 ok ok in", "403 403 403 403 ok ok 403"),
    "accounts:renew_password": row("403 403 403 403 405 405 in", "403 403 403 403 ok ok 403"),
    "accounts:set_active": row("403 403 403 403 405 405 in", "403 403 403 403 ok ok 403"),
    "patients:patients": row("ok ok 403 ok ok 403 in", "ok ok 403 ok ok 403 403"),
    "patients:patient": STAFF_GET,
    "patients:new": row("ok ok 403 ok ok 403 in", "ok ok 403 ok ok 403 403"),
    "patients:edit": row("ok 404 403 ok ok 403 in", "ok 404 403 ok ok 403 403"),
    "patients:me": row("403 403 ok 403 403 403 in", "403 403 405 403 403 403 403"),
    "episodes:new": CLINICAL_FORM,
    "episodes:episode": CLINICAL_GET,
    "episodes:record_score": CLINICAL_POST,
    "episodes:end": CLINICAL_POST,
    "episodes:correct_score": CLINICAL_FORM,
    "drawings:over_time": CLINICAL_GET,
    "drawings:map": row("403 403 403 403 ok 403 in", "403 403 403 403 405 403 403"),
    "drawings:new": CLINICAL_FORM,
    "drawings:send": CLINICAL_POST,
    "drawings:hand_over": CLINICAL_POST,
    "drawings:own": row("403 403 ok 403 403 403 in", "403 403 ok 403 403 403 403"),
    "drawings:own_drawings": row("403 403 ok 403 403 403 in", "403 403 405 403 403 403 403"),
    "drawings:drawing": CLINICAL_GET,
    "drawings:print": CLINICAL_GET,
    "drawings:pdf": CLINICAL_GET,
    "drawings:png": CLINICAL_GET,
    "drawings:link_state": CLINICAL_GET,
    "drawings:cancel": CLINICAL_POST,
    "drawings:open": row("ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok"),
    "drawings:paint": PAINTING_ONLY,
    "drawings:done": PAINTING_ONLY,
    "drawings:unlock": PAINTING_ONLY,
    "localisations:ranking": CLINICAL_GET,
    # True of people in general: no clinic owns it, and patients see no trigger points.
    "localisations:zone": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "localisations:why": CLINICAL_GET,
    "localisations:next": CLINICAL_GET,
    "localisations:palpate": CLINICAL_POST,
    "localisations:move": CLINICAL_POST,
    "localisations:know": CLINICAL_POST,
    "localisations:take_back": CLINICAL_POST,
    "needling:start": CLINICAL_POST,
    "needling:visit": CLINICAL_GET,
    "needling:screening": CLINICAL_POST,
    "needling:acknowledge": CLINICAL_POST,
    "needling:pain": CLINICAL_POST,
    "needling:no_needling": CLINICAL_POST,
    "needling:sign": CLINICAL_POST,
    "needling:amend": CLINICAL_POST,
    "needling:emergency": CLINICAL_GET,
    "needling:stop": CLINICAL_POST,
    "needling:note": CLINICAL_POST,
    "needling:end_stop": CLINICAL_POST,
    "needling:out": CLINICAL_POST,
    "needling:retained": CLINICAL_POST,
    "needling:put": CLINICAL_POST,
    "needling:remove": CLINICAL_POST,
    "needling:table": CLINICAL_GET,
    "needling:table_shell": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "needling:table_document": CLINICAL_GET,
    "needling:journal": CLINICAL_POST,
    "needling:table_catalogue": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    # The script that keeps the table's page; nothing in it is anybody's.
    "needling:table_worker": EVERYBODY,
    "needling:devices": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "needling:register_device": row("405 405 403 403 405 403 in", "ok 404 403 403 404 403 403"),
    "needling:revoke_device": CLINICAL_POST,
    "needling:explain": CLINICAL_POST,
    "needling:guidance": CLINICAL_GET,
    "screenings:send": CLINICAL_POST,
    "screenings:link_state": CLINICAL_GET,
    "screenings:cancel": CLINICAL_POST,
    "screenings:open": row("ok ok ok ok ok ok ok", "ok ok ok ok ok ok ok"),
    "screenings:answer": PAINTING_ONLY,
    "screenings:done": PAINTING_ONLY,
    "screenings:confirm": CLINICAL_POST,
    "consents:ask": CLINICAL_FORM,
    "consents:sign": CLINICAL_POST,
    "consents:reconfirm": CLINICAL_POST,
    "consents:consent": CLINICAL_GET,
    "consents:own": row("403 403 ok 403 403 403 in", "403 403 ok 403 403 403 403"),
    "consents:withdraw": CLINICAL_POST,
    "incidents:emergency": EVERYBODY,
    "incidents:near_misses": LEAD_GET,
    "incidents:events": LEAD_GET,
    "incidents:event": CLINICAL_GET,
    "incidents:report": CLINICAL_FORM,
    "incidents:follow_ups": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "incidents:answer": CLINICAL_POST,
    "incidents:symptoms": CLINICAL_GET,
    "incidents:aftercare": CLINICAL_GET,
    "measures:measures": CLINICAL_GET,
    "measures:record": CLINICAL_FORM,
    "measures:fix_goal": CLINICAL_POST,
    "measures:import_csv": CLINICAL_FORM,
    "measures:correct": CLINICAL_FORM,
    "measures:clinic_outcomes": row("403 403 403 403 ok 403 in", "403 403 403 403 405 403 403"),
    "measures:check_in": row("403 403 ok 403 403 403 in", "403 403 ok 403 403 403 403"),
    "measures:report": CLINICAL_GET,
    # Published evidence belongs to no clinic.
    "measures:evidence": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "measures:claim": row("ok ok 403 403 ok 403 in", NOT_OFFERED),
    "audit:trail": row("403 403 403 403 ok ok in", "403 403 403 403 405 405 403"),
}
