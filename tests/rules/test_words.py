"""Singular and plural of the words that meet in table names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designkit.model import snake_case
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
tech/techs passerby/passersby attorney_general/attorneys_general
"""
# Further names as they stand in schemas: compounds, acronyms, endings that mislead.
_NAMES = """
api_key/api_keys access_token/access_tokens refresh_token/refresh_tokens webhook/webhooks
webhook_delivery/webhook_deliveries email_address/email_addresses ip_address/ip_addresses
mailing_list/mailing_lists push_notification/push_notifications device/devices message/messages
chat_room/chat_rooms channel_member/channel_members friendship/friendships follow/follows like/likes
comment/comments reaction/reactions hashtag/hashtags bookmark/bookmarks draft/drafts
attachment/attachments upload/uploads image/images thumbnail/thumbnails gallery/galleries
playlist/playlists podcast/podcasts episode/episodes track/tracks genre/genres artist/artists
library/libraries book/books author/authors chapter/chapters page/pages wiki_page/wiki_pages
article/articles story/stories diary/diaries journal/journals entry/entries log_entry/log_entries
article_translation/article_translations locale/locales language/languages timezone/timezones
state/states province/provinces county/counties village/villages street/streets zip_code/zip_codes
place/places route/routes stop/stops trip/trips flight/flights airline/airlines aisle/aisles
airport/airports ferry/ferries vehicle/vehicles engine/engines tire/tires battery/batteries
driver_license/driver_licenses insurance_policy/insurance_policies claim/claims premium/premiums
invoice/invoices invoice_line/invoice_lines payment/payments payout/payouts refund/refunds
transaction/transactions ledger_entry/ledger_entries balance/balances wallet/wallets coupon/coupons
gift_card/gift_cards discount/discounts promotion/promotions voucher/vouchers price/prices
price_list/price_lists subscription/subscriptions plan/plans feature/features
entitlement/entitlements usage_record/usage_records limit/limits tax_rate/tax_rates product/products
variant/variants brand/brands bundle/bundles cart/carts cart_item/cart_items wishlist/wishlists
stock/stocks supplier/suppliers shipment/shipments parcel/parcels return/returns
complaint/complaints review/reviews rating/ratings score/scores vote/votes poll/polls
poll_option/poll_options answer/answers choice/choices voice/voices grade/grades lesson/lessons
syllabus_item/syllabus_items teacher/teachers pupil/pupils student/students enrollment/enrollments
faculty/faculties university/universities degree/degrees patient/patients appointment/appointments
prescription/prescriptions dose/doses disease/diseases allergy/allergies nurse/nurses clinic/clinics
therapy/therapies biopsy/biopsies vaccine/vaccines employee/employees employer/employers
committee/committees trustee/trustees attendee/attendees payee/payees fee/fees tree/trees
degree_fee/degree_fees knee/knees coffee/coffees shift/shifts timesheet/timesheets absence/absences
vacancy/vacancies candidate/candidates interview/interviews offer/offers skill/skills resume/resumes
job/jobs job_run/job_runs task/tasks subtask/subtasks milestone/milestones sprint/sprints epic/epics
board/boards swimlane/swimlanes label/labels workflow/workflows pipeline/pipelines stage/stages
build/builds deploy/deploys environment/environments cluster/clusters node/nodes pod/pods
proxy/proxies registry/registries repository/repositories dependency/dependencies
vulnerability/vulnerabilities permission/permissions privilege/privileges scope/scopes grant/grants
identity/identities passkey/passkeys otp/otps uuid/uuids guid/guids jwk/jwks ssh_key/ssh_keys ip/ips
vm/vms vpc/vpcs dag/dags crm/crms cdn/cdns rfc/rfcs faq/faqs qr_code/qr_codes sla/slas slo/slos
pr/prs db/dbs user_id/user_ids csv/csvs iban/ibans roi/rois dpi/dpis
cli/clis ui/uis gui/guis sensor/sensors reading/readings
measurement/measurements alarm/alarms threshold/thresholds fleet/fleets mission/missions
drone/drones telemetry_frame/telemetry_frames match_score/match_scores league_table/league_tables
player/players coach/coaches umpire/umpires bench/benches couch/couches church/churches
ranch/ranches sandwich/sandwiches speech/speeches approach/approaches crash/crashes dash/dashes
refresh/refreshes push/pushes bypass/bypasses mattress/mattresses compass/compasses
princess/princesses process_step/process_steps hotbox/hotboxes sandbox/sandboxes regex/regexes
reflex/reflexes hex/hexes mix/mixes fix/fixes tax_box/tax_boxes blitz/blitzes toy/toys
boy/boys alloy/alloys monkey/monkeys valley/valleys attorney/attorneys buyout/buyouts buy/buys
guy/guys soliloquy/soliloquies colloquy/colloquies zoo/zoos tattoo/tattoos igloo/igloos
studio_photo/studio_photos auto/autos kilo/kilos euro/euros avocado/avocados casino/casinos
dynamo/dynamos piano/pianos tuxedo/tuxedos safe/safes giraffe/giraffes cliff/cliffs sheriff/sheriffs
cuff/cuffs tariff_rate/tariff_rates sleeve/sleeves glove/gloves wave/waves valve/valves nerve/nerves
olive_grove/olive_groves fireman/firemen policewoman/policewomen businesswoman/businesswomen
spokesman/spokesmen chairman/chairmen godchild/godchildren stepchild/stepchildren dormouse/dormice
footman/footmen eyetooth/eyeteeth midwife/midwives housewife/housewives penknife/penknives
cloverleaf/cloverleaves werewolf/werewolves subindex/subindices submatrix/submatrices
metaanalysis/metaanalyses bonus_rule/bonus_rules status_change/status_changes alias_name/alias_names
bus_stop/bus_stops octopus/octopuses platypus/platypuses sinus/sinuses walrus/walruses fetus/fetuses
minus/minuses plus/pluses apparatus/apparatuses prospectus/prospectuses syllabus/syllabuses
hiatus/hiatuses terminus/terminuses cactus_pot/cactus_pots abacus/abacuses circus/circuses
crocus/crocuses exodus/exoduses genius/geniuses lotus/lotuses radius_rule/radius_rules rebus/rebuses
tennis_court/tennis_courts pelvis/pelvises trellis/trellises mantis/mantises rhinoceros/rhinoceroses
albatross/albatrosses purse/purses nurse_visit/nurse_visits horse/horses corpse/corpses lapse/lapses
eclipse/eclipses collapse/collapses glimpse/glimpses impulse/impulses pulse/pulses sense/senses
license_key/license_keys defense/defenses universe/universes verse/verses reverse/reverses
curse/curses deluxe_box/deluxe_boxes maze/mazes gaze/gazes breeze/breezes freeze/freezes
bronze/bronzes quizmaster/quizmasters size_chart/size_charts cliche/cliches psyche/psyches
pastiche/pastiches quiche/quiches bee/bees eye/eyes dye/dyes lie/lies sortie/sorties genie/genies
"""
PAIRS: dict[str, str] = {
    one: many for one, _, many in (pair.partition("/") for pair in f"{_PAIRS}{_NAMES}".split())
}

_SAME = """
news media multimedia user_metadata metadata data user_data feedback staff series species
equipment information software hardware traffic kubernetes timeseries time_series bigdata
userdata middleware glassware testdata rawdata malware sms user_sms dns gps aws analytics
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
        ("order_us", "orders_us"),
        ("account_old", "accounts_old"),
        ("event_archived", "events_archived"),
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


_CREATED = re.compile(
    r'CREATE TABLE (?:IF NOT EXISTS )?"?(?:\w+"?\."?)?([A-Za-z]\w+)', re.IGNORECASE
)


def test_names_of_real_tables_keep_their_number_both_ways(corpus: Path) -> None:
    files = [file for kind in ("histories", "pairs") for file in (corpus / kind).rglob("*.*")]
    texts = (file.read_text(encoding="utf-8", errors="ignore") for file in files if file.is_file())
    names = {snake_case(name) for text in texts for name in _CREATED.findall(text)}
    disagreeing = [
        f"{name}: {singular(name)}, {plural(name)}"
        for name in sorted(names)
        if not is_plural(plural(name))
        or plural(singular(name)) != plural(name)
        or singular(plural(name)) != singular(name)
    ]
    assert len(names) > 400
    assert not disagreeing
