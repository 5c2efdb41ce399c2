"""Decides what the words of English do to an amount: a vocabulary for the grammar (notation in `vocabulary.py`)."""

from .numerals import ENGLISH
from .vocabulary import HedgeWords, Vocabulary

_EXCEED = "(exceed(s|ed|ing)?|surpass(es|ed|ing)?|top(s|ped|ping)?|pass(es|ed|ing)?|cross(es|ed|ing)?|eclips(e|es|ed|ing))"
_COULD = "(could|can|may|might)_((eventually|ultimately|potentially|still)_)?(reach|total|hit)"
_UP_TO = "(up_to(_and_including)?|as_(much|many|high)_as)"
_MUCH = "((well|far|much|significantly|substantially|considerably|comfortably)_)?"
_LITTLE = "(just|slightly|a_little|a_bit|marginally)_"

HEDGES: list[HedgeWords] = [
    ("at_most", "at most", "before", rf"""(does|do|did|will|would|should|must|can|could|may)(n’t|_not)_(be_)?({_EXCEED}|more_than)
        cannot_exceed not_(to_)?{_EXCEED} without_{_EXCEED} (no|not)_(more|greater|higher)_than"""),
    ("at_least", "at least", "before", "(no|not)_(less|fewer|lower)_than at_or_above"),
    ("at_most", "up to about", "before", f"({_COULD}_)?{_UP_TO}_(approximately|about|roughly|around)"),
    ("at_most", "up to", "before", f"({_COULD}_)?{_UP_TO} to_a_maximum_of"),
    ("possible", "up to", "before", f"{_COULD} (could|can|may|might)_(rise|grow|climb)_to"),
    ("at_most", "at most", "both", "(a_|the_)?(maximum|cap|ceiling|limit)_of (capped|limited)_(at|to) at_(the_)?most maximum max ≤"),
    ("at_least", "at least", "both", "(a_|the_)?(minimum|floor)_of at_(the_very_|the_)?least a_minimum minimum ≥"),
    ("at_least", "at least", "after", "(or|and)_(more|above|higher|over|up|beyond) -plus plus(?=_?($|[.;,)]))"),
    ("at_most", "at most", "after", "or_(less|fewer|below|under)"),
    ("at_most", "slightly less than", "before", f"{_LITTLE}(under|below|less_than|shy_of|short_of)"),
    ("at_least", "slightly more than", "before", f"{_LITTLE}(over|above|more_than|north_of)"),
    ("at_most", "less than", "before", f"{_MUCH}(under|below|less_than|fewer_than|south_of|lower_than) <"),
    ("at_least", "more than", "before", rf"""{_MUCH}(over|above|more_than|north_of|greater_than|higher_than|upwards?_of|in_excess_of|beyond)
        ((has|have|had)_)?{_EXCEED} >"""),
    ("about", "about", "both", r"""(roughly|about|approximately|around)_at plus_or_minus about around roughly approximately approx\.? circa
        some or_so in_the_(region|neighbou?rhood|ballpark|order)_of on_the_order_of give_or_take ~ ≈ ≃ c\.(?=_?[$0-9])"""),
    ("about", "nearly", "before", "(very_)?(nearly|almost|close_to) near(?=_([$0-9]|US)) nearing approach(es|ing)? shy_of virtually"),
    (None, "", "both", r"""barely hardly merely at_best at_worst if_not let_alone rather_than instead_of on_top_of as_(little|low|few)_as
        against versus vs\.? compared_(with|to) other_than except(_for)? excluding short_of starting_at theoretical(ly)? hypothetical
        supposedly allegedly"""),
]  # fmt: skip

_OF = "(the_year_|fiscal(_year)?_|calendar(_year)?_|FY_?|CY_?)?{year}"
DATES = [
    ("not_before", f"((not|never)_(before|until)|no_(earlier|sooner)_than)_{_OF}"),
    ("by_end", f"(by|before|through)_(the_)?(year-?end|late|end_of|close_of)_(of_|in_)?{_OF}"),
    ("by", "no_later_than_(the_end_of_)?{year}"), ("by", f"(by|through)_{_OF}"),
    ("from", f"(from|starting_in|starting|beginning_in|as_of|as_early_as|since)_{_OF}"),
    ("before", f"before_{_OF}"), ("until", f"until_{_OF}"),
    ("", "((shortly|just|well|even|long)_(before|after)|after|around|about|early|late|mid-?|(the_)?end_of|circa|beyond)(_in)?_?{year}"),
    ("in", f"(in|for|during)_{_OF}"), ("bare", "{year}"),
]  # fmt: skip

RATES = [
    ("_per_year", 0, r"(per|each|every)_(year|annum) annually yearly p\.a\. /_?(yr|year) annuali[sz]ed (revenue_)?run[_-]rate ARR"),
    ("_per_month", 0, "(per|each|every)_month /_?(mo|month) monthly"),
    ("_per_GW_year", 0, "(per|for_every|for_each)_(gigawatt|(?-i:GW))[_-]year /_?(?-i:GW)[-/_](yr|year)"),
    ("_per_GW", 0, "(per|for_every|for_each)_(1_|one_)?(gigawatt|(?-i:GW)) /_?(?-i:GW)"),
    ("_per_GW", 3, "(per|for_every|for_each)_(megawatt|(?-i:MW)) /_?(?-i:MW)"),
    ("", 0, r"per_\w+ /_?\w+ (each|every)_(quarter|week|day|hour|decade) quarterly weekly daily hourly"),
]  # fmt: skip

KINDS = [
    ("light", r"""(ranging|range[sd]?|anywhere|somewhere)_from year[-_](over|on)[-_]year
        (over|from|than)_(a|the)_(year|same_(quarter|period))_(earlier|ago) from_a_year_earlier y[o/]y in_constant_currency
        constant_currency this_(calendar_|fiscal_)?year next_year non-?cancell?able in_total in_aggregate of_which"""),
    ("bad", r"""more(?!_than) less fewer additional(?=_to) and_a_half and_change times -?fold x multiples? multi-* tens dozens? hundreds?
        thousands? (m|b|tr|quadr)illions several few couple many basis points? Canadian Australian Hong Singapore Taiwan Zealand double
        triple twice quarter-on-quarter quarter-over-quarter sequentially q[o/]q month-over-month short away from(?=_[-$€0-9])"""),
    ("part", r"""
        (a_|one_|two_|the_)?(half|thirds?|quarters?|fifths?|tenths?|portion|part|fraction|share|remainder|rest|majority|most|bulk|percentage)(_of)?"""),
    ("article", r"""the an? this that these its another
        (a_|an_|the_)?(further_|combined_|initial_|additional_|extra_|total_|aggregate_|full_|new_|whopping_|record_)+(of_|value_of_|amount_of_)?
        a_(sum|total|value|amount)_of the_(sum|total|amount|equivalent)_of initially additional upfront fully"""),
    ("negation", r"not no never neither nor without none nothing *n’t cannot"),
    ("off", r"""cancel* abandon* scrap* refus* reject* suspend* den(y|ied|ies) dropped_plans withdr[ae]w* terminat* fail* halt* shelv*
        delay* postpon* revok* rescind* fals[ei]* repaid avoid* ruled unlikely"""),
    ("annual", r"annual"),
    ("up", r"""\+ rose ris(e|es|en|ing) increas* grew grow(s|n|ing|th)? jump* climb* surg* up soar* gained gaining advanc* expand* expansion
        accelerat* higher doubl* tripl* added adding"""),
    ("down", r"""f[ae]ll(s|en|ing)? drop* declin* decreas* down lower* slash* cut(s|ting)? reduc* shr[aiu]nk* slid* plung* plummet* los[te]
        losing deduct* subtract* narrow* slow* decelerat* savings? saved? discount*"""),
    ("move", r"by(?=_(\w+_){0,2}(US_?)?[$€]) went go(es|ing)?_from moved? chang* revis* shift* swung differ* adjust* from"),
    ("equal", r"""is are was were be been being reach* total(s|ed|led|ing|ling) amount(s|ed|ing) stands? stood equals? hit hits came comes
        worth valued values? estimated? estimates represent* rang* anywhere somewhere cost costs costing"""),
    ("noun", r"""revenues? sales capex capital expenditures? spending spend investments? commitments? contracts? deals? agreements?
        purchases? capacity compute power cloud services? backlog obligations? gains? loss(es)? income profits? margins? cash flows? debt
        notes? equity stock stakes? rounds? funding financing valuation guidance outlook range budget plans? projects? programs?
        infrastructure data centers? centres? center servers? electricity energy load rate leases? credits? facility tranche term terms
        segment workload orders? bookings proceeds billing prices? amount level pace build-?out AI"""),
    ("verb", r"""invest(s|ed|ing)? spen[dt]s? spending commit* pa(y|ys|id|ying) purchas(ed|es|ing) b(uy|uys|ought|uying) rais(e|es|ed|ing)
        deploy* build* built us(e|es|ed|ing) contribut* provid* plan(s|ned|ning) expect* forecast* project(s|ed|ing) anticipat* agree[sd]?
        contracted contract secur* generat* report* record* announc* includ* earn* book(ed|s) owe[sd]? receiv* guid(es|ed|ing) need* requir*
        add break see sees deliver* suppl(y|ies|ied) leas(ed|ing) sign* booked lent borrow* issu* making mak(e|es) made bring* brought"""),
    ("light", r"""of to in for on at by with into as through across between during within it they we our their has have had will would
        shall should could may might can also already currently now then early operating net gross total new strategic global
        worldwide US U\.S\. American even profitable profitability years? initial combined aggregate annual(?=ly) each all next last
        fiscal calendar first(_time)? there finance online future remaining cumulative full incremental direct pre-tax post-money
        pre-money do does did"""),
    ("that", "that"), ("and", "and or"),
    ("stop", r"which who whose where while whereas but because if although though when since so after before until"),
]  # fmt: skip

VOCABULARY = Vocabulary(
    numbers=ENGLISH, hedges=HEDGES, dates=DATES, rates=RATES, kinds=KINDS,
    scales={
        r"thousand(?!\w)|(?-i:[Kk])(?!\w)": 3, r"(millions?|mn|mln)(?!\w)|(?-i:[Mm])(?!\w)": 6,
        r"(billions?|bn|bln)(?!\w)|(?-i:[Bb])(?!\w)": 9, r"(trillions?|trn?|tn)(?!\w)|(?-i:T)(?!\w)": 12,
    },
    units={
        r"((U\.S\.|US|American)_)?dollars?|US_?\$|\$_?US|\$|USD": ("USD_bn", -9), "euros?|€|EUR": ("EUR_bn", -9),
        r"percentage[_-]points?|pct\.?_points?|pp|ppts?": ("percentage_point", 0), "%|per_?cent(?!_of)|pct": ("percent", 0),
        "(?-i:TWh)|terawatt[_-]hours?": ("TWh", 0), "(?-i:TW)|terawatts?": ("GW", 3), "GW|gigawatts?(-IT)?(?!-)": ("GW", 0),
        "(?-i:MW)|megawatts?(?!-)": ("GW", -3), "kW|kilowatts?(?!-)": ("GW", -6), "years?|yrs?": ("year", 0),
        "GPUs?|TPUs?|chips|processors|servers|accelerators|data_cent(er|re)s|employees|customers": ("count", 0),
    },
    rates_after=[
        ("_per_year", 0, "an?_year"), ("_per_month", 0, "an?_month"), ("_per_GW_year", 0, "an?_gigawatt-year"),
        ("_per_GW", 0, "an?_(gigawatt|(?-i:GW))"), ("_per_GW", 3, "an?_(megawatt|(?-i:MW))"),
        ("", 0, "an?_(quarter|week|day|hour|share|piece|chip|unit|decade)"),
    ],
    word=r"\w+(?:[’-]\w+)*", of="of_", joins="_(to|or)_|_?[-–—]_?", between=("between", "and"), levels={"to", "at"}, shares={"of"},
    negators={"not", "no", "never", "cannot"}, nonfinite=r"\w+(?:ed|ing|en)",
)  # fmt: skip
