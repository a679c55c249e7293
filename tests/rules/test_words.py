"""Singular and plural of the words that meet in table names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.model.word_list import IRREGULAR, UNCOUNTABLE
from designkit.model.words import is_plural, plural, singular

# Singular, plural: both directions are asked of each.
_PAIRS = """
user/users order/orders event/events role/roles ticket/tickets account/accounts team/teams
city/cities country/countries category/categories company/companies policy/policies
history/histories inventory/inventories activity/activities reply/replies query/queries
currency/currencies delivery/deliveries entity/entities property/properties strategy/strategies
facility/facilities summary/summaries territory/territories warranty/warranties day/days key/keys
survey/surveys survey_key/survey_keys journey/journeys display/displays relay/relays
gateway/gateways holiday/holidays essay/essays replay/replays status/statuses bus/buses
virus/viruses bonus/bonuses campus/campuses census/censuses consensus/consensuses
surplus/surpluses nexus/nexuses focus/focuses chorus/choruses alias/aliases bias/biases
atlas/atlases canvas/canvases gas/gases lens/lenses iris/irises address/addresses class/classes
process/processes access/accesses business/businesses pass/passes witness/witnesses
success/successes loss/losses boss/bosses analysis/analyses crisis/crises thesis/theses
hypothesis/hypotheses diagnosis/diagnoses synopsis/synopses axis/axes parenthesis/parentheses
oasis/oases ellipsis/ellipses index/indices matrix/matrices vertex/vertices appendix/appendices
codex/codices box/boxes tax/taxes fax/faxes prefix/prefixes suffix/suffixes mailbox/mailboxes
inbox/inboxes batch/batches branch/branches match/matches switch/switches search/searches
patch/patches launch/launches watch/watches pitch/pitches epoch/epochs monarch/monarchs
wish/wishes hash/hashes flash/flashes dish/dishes brush/brushes quiz/quizzes size/sizes
prize/prizes buzz/buzzes waltz/waltzes hero/heroes potato/potatoes tomato/tomatoes echo/echoes
veto/vetoes cargo/cargoes photo/photos video/videos repo/repos logo/logos todo/todos memo/memos
portfolio/portfolios scenario/scenarios ratio/ratios studio/studios radio/radios demo/demos
promo/promos shoe/shoes toe/toes canoe/canoes leaf/leaves shelf/shelves knife/knives life/lives
wife/wives half/halves wolf/wolves thief/thieves loaf/loaves scarf/scarves bookshelf/bookshelves
proof/proofs roof/roofs belief/beliefs chief/chiefs tariff/tariffs brief/briefs archive/archives
drive/drives curve/curves objective/objectives move/moves reserve/reserves movie/movies
cookie/cookies tie/ties pie/pies zombie/zombies selfie/selfies calorie/calories cache/caches
headache/headaches niche/niches avalanche/avalanches house/houses warehouse/warehouses
clause/clauses cause/causes pause/pauses use/uses fuse/fuses spouse/spouses excuse/excuses
case/cases license/licenses purchase/purchases response/responses release/releases course/courses
expense/expenses lease/leases phase/phases database/databases phrase/phrases exercise/exercises
franchise/franchises enterprise/enterprises promise/promises noise/noises base/bases
knowledge_base/knowledge_bases menu/menus cpu/cpus gpu/gpus sku/skus guru/gurus api/apis uri/uris
kpi/kpis taxi/taxis wiki/wikis emoji/emojis ski/skis area/areas idea/ideas schema/schemas
quota/quotas persona/personas replica/replicas camera/cameras formula/formulas agenda/agendas
lambda/lambdas person/people salesperson/salespeople child/children grandchild/grandchildren
man/men woman/women craftsman/craftsmen foot/feet tooth/teeth goose/geese mouse/mice ox/oxen
human/humans shaman/shamans specimen/specimens regimen/regimens criterion/criteria
phenomenon/phenomena stimulus/stimuli radius/radii nucleus/nuclei alumnus/alumni fungus/fungi
bacterium/bacteria curriculum/curricula genus/genera corpus/corpora setting/settings
preference/preferences credential/credentials sale/sales metric/metrics user_role/user_roles
audit_log/audit_logs event_ticket/event_tickets order_item/order_items auth_code/auth_codes
oauth_connection/oauth_connections user_password/user_passwords value/values queue/queues
league/leagues venue/venues issue/issues revenue/revenues olive/olives url/urls id/ids pdf/pdfs
tech/techs
"""
PAIRS = dict(pair.split("/") for pair in _PAIRS.split())

_SAME = """
news media multimedia user_metadata metadata data user_data feedback staff series species
equipment information software hardware traffic kubernetes sms user_sms dns gps aws analytics
logistics police sheep fish aircraft offspring
"""
SAME = _SAME.split()


@pytest.mark.parametrize(("one", "many"), PAIRS.items())
def test_a_noun_has_its_plural(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(("one", "many"), PAIRS.items())
def test_a_plural_has_its_singular(one: str, many: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(("one", "many"), PAIRS.items())
def test_the_two_are_told_apart(one: str, many: str) -> None:
    assert (is_plural(one), is_plural(many)) == (False, True)


@pytest.mark.parametrize("word", SAME)
def test_an_uncountable_noun_is_its_own_plural_and_singular(word: str) -> None:
    assert is_plural(word)
    assert plural(word) == singular(word) == word


@pytest.mark.parametrize(
    ("many", "one"),
    [("indexes", "index"), ("persons", "person"), ("appendixes", "appendix"), ("foci", "focus")],
)
def test_a_second_plural_is_understood(many: str, one: str) -> None:
    assert is_plural(many)
    assert singular(many) == one


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("order_2024", "orders_2024"),
        ("user_v2", "users_v2"),
        ("address2", "addresses2"),
        ("UserRole", "UserRoles"),
        ("dataCategory", "dataCategories"),
    ],
)
def test_the_last_word_counts_and_digits_are_no_word(name: str, many: str) -> None:
    assert plural(name) == many
    assert singular(many) == name


@pytest.mark.parametrize("name", ["", "_", "2024", "__1"])
def test_a_name_without_a_word_is_left_alone(name: str) -> None:
    assert is_plural(name)
    assert plural(name) == singular(name) == name


@pytest.mark.parametrize("word", sorted(set(IRREGULAR) - {"basis", "datum"} | set(PAIRS)))
def test_the_singular_of_the_plural_is_the_word(word: str) -> None:
    assert singular(plural(word)) == word


def test_no_word_is_both_uncountable_and_irregular() -> None:
    assert not UNCOUNTABLE & set(IRREGULAR)


# What ends in -i or -u makes a plural that looks like a singular in -is or -us; those that people
# use stand in the word list, and an invented one stays unknown.
NAMES = st.from_regex(r"[a-z]{1,12}(_[a-z]{0,12}[a-hj-tv-z])?", fullmatch=True).filter(
    lambda name: not name.endswith(("i", "u"))
)


@given(NAMES)
def test_a_plural_is_plural_and_stays_when_asked_again(name: str) -> None:
    assert is_plural(plural(name))
    assert plural(plural(name)) == plural(name)


@given(st.text(max_size=20))
def test_every_text_has_an_answer(name: str) -> None:
    assert isinstance(plural(name), str)
    assert isinstance(singular(name), str)
