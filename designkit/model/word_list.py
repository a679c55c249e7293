"""English nouns whose plural no ending tells: the data behind `words`, and nothing else.

The words are those that meet in table names; each is written once, in its singular.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One form for both, a mass of which nobody says "two", or no noun at all: never a fault in a table
# name.
UNCOUNTABLE = _words(
    """
    advice by aircraft analytics aws baggage bison cash chassis clothing cms content cookware corps
    css data deer dns economics electronics equipment ethics evidence feedback firmware fish
    furniture gis gps hardware headquarters health homework html http https info information
    infrastructure insurance ios jewelry json jwt knowledge kubernetes kudos logistics luggage
    machinery malware mathematics means media merchandise metadata middleware money moose multimedia
    music news nginx offspring os pants personnel physics police politics pos postgres progress
    redis research rice salmon scissors series sheep shrimp sms software spacecraft spam species sql
    staff storage stuff swine tls traffic trout usage weather wildlife xml yaml
    """
)

# ... with what is written in front of them: userdata, timeseries, middleware.
UNCOUNTABLE_ENDINGS = ("data", "series", "ware")

# What follows the noun: in `orders_us` and `users_old` the word before counts.
QUALIFIERS = _words(
    """
    apac archived current deleted emea eu general latam latest legacy new old temp tmp uk us
    """
)

# Singular to plural: the form that we write.
IRREGULAR = {
    "alumnus": "alumni",
    "analysis": "analyses",
    "antithesis": "antitheses",
    "appendix": "appendices",
    "axis": "axes",
    "bacterium": "bacteria",
    "basis": "bases",
    "cactus": "cacti",
    "calf": "calves",
    "catharsis": "catharses",
    "child": "children",
    "codex": "codices",
    "corpus": "corpora",
    "crisis": "crises",
    "criterion": "criteria",
    "curriculum": "curricula",
    "datum": "data",
    "diagnosis": "diagnoses",
    "elf": "elves",
    "ellipsis": "ellipses",
    "emphasis": "emphases",
    "erratum": "errata",
    "foot": "feet",
    "fungus": "fungi",
    "genesis": "geneses",
    "genus": "genera",
    "goose": "geese",
    "half": "halves",
    "hoof": "hooves",
    "hypothesis": "hypotheses",
    "index": "indices",
    "knife": "knives",
    "larva": "larvae",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "locus": "loci",
    "man": "men",
    "matrix": "matrices",
    "memorandum": "memoranda",
    "mouse": "mice",
    "nebula": "nebulae",
    "nemesis": "nemeses",
    "nucleus": "nuclei",
    "oasis": "oases",
    "ovum": "ova",
    "ox": "oxen",
    "parenthesis": "parentheses",
    "passerby": "passersby",
    "person": "people",
    "phenomenon": "phenomena",
    "prognosis": "prognoses",
    "quiz": "quizzes",
    "radius": "radii",
    "scarf": "scarves",
    "self": "selves",
    "shelf": "shelves",
    "stimulus": "stimuli",
    "stratum": "strata",
    "synopsis": "synopses",
    "synthesis": "syntheses",
    "taxon": "taxa",
    "thesis": "theses",
    "thief": "thieves",
    "tooth": "teeth",
    "vertebra": "vertebrae",
    "vertex": "vertices",
    "wharf": "wharves",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
}

# Plurals that are understood and never made; `bases` stand in schemas as knowledge bases do.
ALSO_PLURAL = {
    "appendixes": "appendix",
    "bases": "base",
    "cactuses": "cactus",
    "codexes": "codex",
    "corpuses": "corpus",
    "criterions": "criterion",
    "curriculums": "curriculum",
    "formulae": "formula",
    "foci": "focus",
    "hoofs": "hoof",
    "indexes": "index",
    "matrixes": "matrix",
    "memorandums": "memorandum",
    "octopi": "octopus",
    "persons": "person",
    "schemata": "schema",
    "stigmata": "stigma",
    "syllabi": "syllabus",
    "termini": "terminus",
    "vertexes": "vertex",
}

# Irregular words that also end longer ones: salespeople, grandchildren, subindices.
COMPOUNDED = _words(
    """
    analysis child foot index knife leaf man matrix mouse person shelf tooth wife wolf woman
    """
)
# ... but not these.
NOT_COMPOUNDED = _words(
    """
    abdomen acumen caiman german human lumen norman omen ottoman regimen roman shaman specimen
    stamen talisman yemen
    """
)

# Singulars that end in a single s, beyond those in -us and -is: their plural adds -es.
SINGULAR_IN_S = _words(
    """
    alias atlas bias canvas chaos cosmos gas iris lens mantis pancreas pelvis rhinoceros trellis yes
    """
)

# Plurals that end like a singular: menu + s, not a Latin -us; api + s, not a Greek -is.
PLURAL_IN_US = _words(
    """
    bayous cpus emus gnus gpus gurus haikus menus npus skus submenus tpus tutus
    """
)
PLURAL_IN_IS = _words(
    """
    alibis bikinis emojis kiwis rabbis safaris taxis tsunamis wifis wikis yetis
    """
)

# Where the ending of the plural hides what the singular ends in.
SINGULAR_IN_IE = _words(
    """
    auntie birdie boogie bookie brie brownie calorie collie cookie cutie die doggie foodie freebie
    genie goalie hippie hoodie indie junkie magpie movie necktie newbie oldie pie pixie prairie
    rookie selfie smoothie sortie tie townie untie veggie yuppie zombie
    """
)
SINGULAR_IN_CHE = _words(
    """
    ache avalanche cache cliche creche headache heartache microfiche moustache niche pastiche
    porsche psyche quiche subcache toothache
    """
)
SINGULAR_IN_OE = _words(
    """
    canoe doe foe hoe horseshoe oboe shoe snowshoe tiptoe toe woe
    """
)
SINGULAR_IN_USE = _words(
    """
    abuse accuse amuse cause clause defuse diffuse disuse excuse fuse hypotenuse infuse misuse muse
    overuse pause peruse profuse recluse refuse reuse ruse use
    """
)
# Singulars in -ch and -o whose plural is not that of their ending: epochs; heroes, not photos.
CH_AS_K = _words(
    """
    epoch eunuch matriarch monarch oligarch patriarch stomach tech
    """
)
PLURAL_IN_OES = _words(
    """
    buffalo cargo domino echo embargo hero mosquito potato superhero tomato torpedo veto
    """
)
