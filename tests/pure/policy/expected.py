"""The rights as the project decided them, written by hand: the tests compare every answer of the policy with this page.

Nothing here is taken from the table of the product. Columns of `RIGHTS`, in the order of `COLUMNS`; a cell says how far:
"u" own unit, "a" own agency, "g" own government, "p" the whole province (a regency's post: its own government),
"." no right. "A" (capital) own agency, only in place of the head where the unit has one account.
"""

from cermin.pure.policy import Place

COLUMNS = ("officer", "head", "coordinator", "section", "bureau", "ministry", "inspector", "administrator")

#  states: d draft, o open, c closed, p processed, a approved, b published, x cancelled, n before it exists; * any.
RIGHTS = """
government_read         *     g g g g p p p p
government_edit         *     . . . g p . . p
structure_read          *     u u a g p p p p
structure_edit          *     . . a g p . . p
structure_import        *     . . . g p . . p
service_edit            *     u u a g p . . p
post_read               *     u u a g p . p p
post_edit               *     . . a g p . . p
person_invite           *     . . a g p . . p
person_end_sessions     *     . . . g p . . p
audit_read              *     . . . . . . p p
job_read                *     u u a g p . p p
round_read              *     u u a g p p p .
instrument_edit         nd    u u . . . . . .
round_plan              nd    u u . . . . . .
round_open              d     u u . . . . . .
round_extend            o     u u . . . . . .
round_close             o     u u . . . . . .
round_cancel            d     u u . . . . . .
round_process           cp    u u . . . . . .
round_process_early     cp    . u . . . . . .
responses_upload        oc    u u . . . . . .
exclusion_propose       cp    u u . . . . . .
exclusion_confirm       cp    . u A . . . . .
batch_withdraw          oc    u u . . . . . .
batch_withdraw_confirm  oc    . u A . . . . .
result_read             pab   u u a g p b p .
comments_read           pab   u u a g p . p .
round_approve           p     . u A . . . . .
round_return            pa    . u A . . . . .
round_publish           a     . u A . . . . .
publication_correct     b     . u A . . . . .
report_profile_edit     docp  u u . . . . . .
report_read             pab   u u a g p b p .
report_make             pab   u u . . . . . .
"""
#  "b" in a cell: the whole province, but only what is published.

STATE_OF = {
    "n": "",
    "d": "draft",
    "o": "open",
    "c": "closed",
    "p": "processed",
    "a": "approved",
    "b": "published",
    "x": "cancelled",
}

TWO_PERSONS = {"round_approve", "exclusion_confirm", "batch_withdraw_confirm"}

SEEN_BY = {
    "government_read": "government_read government_edit audit_read",
    "structure_read": "structure_read structure_edit structure_import service_edit",
    "post_read": "post_read post_edit person_invite person_end_sessions",
    "job_read": "job_read",
}
"""The read right that makes a thing visible; every other action is seen by `round_read`."""

# A province with its own government and two cities; a neighbour province.
PLACES = {
    "own unit": Place("82", "82.71", 10, 100),
    "sister unit": Place("82", "82.71", 10, 101),
    "own agency": Place("82", "82.71", 10),
    "unit of another agency": Place("82", "82.71", 11, 110),
    "another agency": Place("82", "82.71", 11),
    "own government": Place("82", "82.71"),
    "another city": Place("82", "82.72"),
    "unit of another city": Place("82", "82.72", 20, 200),
    "the province's government": Place("82", "82"),
    "unit of the province": Place("82", "82", 30, 300),
    "another province": Place("81", "81"),
    "city of another province": Place("81", "81.71"),
    "unit in another province": Place("81", "81.71", 40, 400),
}

WITHIN = {
    "u": {"own unit"},
    "a": {"own unit", "sister unit", "own agency"},
    "g": {"own unit", "sister unit", "own agency", "unit of another agency", "another agency", "own government"},
    "p": {name for name in PLACES if "another province" not in name},
}
"""Which places lie inside a reach, seen from the own unit, agency and city, or from the province for "p"."""

# Where the posts of the tests stand: name -> (column, place).
POSTS = {
    "officer": ("officer", PLACES["own unit"]),
    "head": ("head", PLACES["own unit"]),
    "coordinator": ("coordinator", PLACES["own agency"]),
    "section": ("section", PLACES["own government"]),
    "bureau": ("bureau", PLACES["the province's government"]),
    "ministry": ("ministry", PLACES["the province's government"]),
    "inspector": ("inspector", PLACES["the province's government"]),
    "administrator": ("administrator", PLACES["the province's government"]),
    "bureau of the city": ("bureau", PLACES["own government"]),
    "ministry of the city": ("ministry", PLACES["own government"]),
    "inspector of the city": ("inspector", PLACES["own government"]),
    "administrator of the city": ("administrator", PLACES["own government"]),
}


def parse() -> dict[tuple[str, str], tuple[str, str]]:
    """(action, column) -> (states, cell)."""
    found = {}
    for line in RIGHTS.strip().splitlines():
        action, states, *cells = line.split()
        assert len(cells) == len(COLUMNS), line
        for column, cell in zip(COLUMNS, cells, strict=True):
            found[action, column] = (states, cell)
    return found


CELLS = parse()


def read_of(action: str) -> str:
    return next((read for read, actions in SEEN_BY.items() if action in actions.split()), "round_read")


def within(post: str, action: str, place: str) -> str:
    """The cell when its reach holds the place, else "."."""
    column, seat = POSTS[post]
    _, cell = CELLS[action, column]
    if cell == ".":
        return cell
    reach = "p" if cell == "b" else cell.lower()
    if reach == "p" and seat.government != seat.province:
        reach = "g"
    return cell if place in WITHIN[reach] else "."


def expected(post: str, action: str, place: str, state: str, *, alone: bool, same: bool) -> tuple[bool, bool]:
    """(allowed, visible). alone: the unit has one account; same: who asks also acted first."""
    visible = within(post, read_of(action), place) != "."
    cell = within(post, action, place)
    states = CELLS[action, POSTS[post][0]][0]
    allowed = (
        cell != "."
        and (states == "*" or state in {STATE_OF[letter] for letter in states})
        and not (cell == "b" and state != "published")
        and not (cell == "A" and not alone)
        and not (action in TWO_PERSONS and same)
    )
    return allowed, visible
