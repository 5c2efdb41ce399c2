"""Decides what the words of English do to an amount: a vocabulary for the grammar in `reader.py`."""

from .numerals import ENGLISH
from .vocabulary import Vocabulary

_EXCEED = r"(?:exceed|surpass|top|pass|eclips)(?:s|es|ed|ped|ing|ping|e)?"
_MUCH = r"(?:(?:well|far|much|significantly|substantially|considerably|comfortably) )?"
_LITTLE = r"(?:just|slightly|a little|a bit|marginally|barely) "

HEDGES = [
    (rf"(?:does|do|did|will|would|should|must|can|could|may)(?:n’t| not) (?:be )?(?:{_EXCEED}|more than)|cannot exceed|not (?:to )?{_EXCEED}|without {_EXCEED}",
     "at_most", "at most", "before"),
    (r"(?:no|not) (?:more|greater|higher) than", "at_most", "at most", "before"),
    (r"(?:no|not) (?:less|fewer|lower) than", "at_least", "at least", "before"),
    (r"up to(?: and including)?|as (?:much|many|high) as|to a maximum of", "at_most", "up to", "before"),
    (r"(?:a |the )?(?:maximum|cap|ceiling|limit) of|(?:capped|limited) (?:at|to)|at (?:the )?most|maximum|max", "at_most", "at most", "both"),
    (r"(?:a |the )?(?:minimum|floor) of|at (?:the very |the )?least|a minimum|minimum|≥", "at_least", "at least", "both"),
    (r"(?:or|and) (?:more|above|higher|over|up|beyond)|plus(?= *(?:$|[.;,)]))", "at_least", "at least", "after"),
    (r"or (?:less|fewer|below|under)|≤", "at_most", "at most", "after"),
    (rf"{_LITTLE}(?:under|below|less than|shy of|short of)", "at_most", "slightly less than", "before"),
    (rf"{_LITTLE}(?:over|above|more than|north of)", "at_least", "slightly more than", "before"),
    (rf"{_MUCH}(?:under|below|less than|fewer than|south of|lower than)|<", "at_most", "less than", "before"),
    (rf"{_MUCH}(?:over|above|more than|north of|greater than|higher than|upwards? of|in excess of|beyond)|(?:has |have |had )?{_EXCEED}|>", "at_least", "more than", "before"),
    (r"about|around|roughly|approximately|approx\.?|circa|some|or so|in the (?:region|neighbou?rhood|ballpark|order) of|on the order of|give or take|~|≈|≃|c\.(?= ?[$0-9])",
     "about", "about", "both"),
    (r"(?:very )?(?:nearly|almost|close to)|near(?=[ ](?:[$0-9]|US))|nearing|approaching|(?:just )?shy of|virtually", "about", "nearly", "before"),
    # What touches an amount in a way that cannot be told.
    (r"barely|hardly|merely|at best|at worst|only|if not|let alone|rather than|instead of|on top of|as little as|as low as|a fraction of|against|versus|vs\.?|compared (?:with|to)"
     r"|other than|except(?: for)?|excluding|short of|equivalent to|starting at|theoretical(?:ly)?|hypothetical|supposedly|allegedly|per cent of", None, "", "both"),
]  # fmt: skip

_OF = r"(?:the year |fiscal(?: year)? |calendar(?: year)? |FY ?|CY ?|the end of )?"
DATES = [
    (r"(?:not|never|no earlier than|no sooner than|not before|not until)(?: (?:before|until))? " + _OF + "{year}", "not_before"),
    (r"(?:by|before) (?:the )?(?:year-?end|(?:late|end of|close of)) (?:of |in )?{year}", "by_end"),
    (r"no later than (?:the end of )?{year}", "by"),
    (r"(?:by|through|to the end of) (?:the end of )?" + _OF + "{year}", "by"),
    (r"(?:from|starting in|starting|beginning in|as of|as early as|since) " + _OF + "{year}", "from"),
    (r"before " + _OF + "{year}", "before"),
    (r"until " + _OF + "{year}", "until"),
    (r"(?:(?:shortly|just|well|even|long) (?:before|after)|after|around|about|early|late|mid-?|end of|circa|beyond)(?: in)? ?{year}", ""),
    (r"(?:in|for|during) " + _OF + "{year}", "in"),
    (r"{year}", "bare"),
]  # fmt: skip

_EACH = r"(?:per|a|an|for every|for each|each|every)"
RATES = [
    (r"(?:per|each|every) (?:year|annum)|annually|yearly|p\.a\.|/ ?(?:yr|year)|annuali[sz]ed|(?:revenue )?run[- ]rate|ARR", "_per_year", 0),
    (r"(?:per|each|every) month|/ ?(?:mo|month)|monthly", "_per_month", 0),
    (r"(?:per|for every|for each) (?:gigawatt|(?-i:GW))[- ]year|/ ?(?-i:GW)[-/ ](?:yr|year)", "_per_GW_year", 0),
    (r"(?:per|for every|for each) (?:gigawatt|(?-i:GW))|/ ?(?-i:GW)", "_per_GW", 0),
    (r"(?:per|for every|for each) (?:megawatt|(?-i:MW))|/ ?(?-i:MW)", "_per_GW", 3),
    (r"per \w+|/ ?\w+|(?:each|every) (?:quarter|week|day|hour|decade)|quarterly|weekly|daily|hourly", "", 0),
]  # fmt: skip

KINDS = [
    ("light", r"year[- ](?:over|on)[- ]year|(?:over|from|than) (?:a|the) (?:year|same (?:quarter|period)) (?:earlier|ago)|from a year earlier|y[o/]y|in constant currency|constant currency"
     r"|this (?:calendar |fiscal )?year|next year|non-?cancell?able|in total|in aggregate|of which"),
    ("bad", r"more(?! than)|less|fewer|additional(?= to)|and a half|and change|times|-?fold|x|multiples?|multi-\w+|tens|dozens?|hundreds?|thousands?|(?:m|b|tr|quadr)illions|several|few|couple|many|basis"
     r"|points?|Canadian|Australian|Hong|Singapore|Taiwan|Zealand|double|triple|twice|quarter-on-quarter|quarter-over-quarter|sequentially|q[o/]q|month-over-month|short|away|from(?= [-$€0-9])"),
    ("part", r"(?:a |one |two |the )?(?:half|thirds?|quarters?|fifths?|tenths?|portion|part|fraction|share|remainder|rest|majority|most|bulk|percentage)(?: of)?"),
    ("article", r"the|an?|this|that|these|its|another|(?:a |an |the )?(?:further |combined |initial |additional |extra |total |aggregate |full |new |whopping |record )+(?:of |value of |amount of )?"
     r"|a (?:sum|total|value|amount) of|the (?:sum|total|amount|equivalent) of|initially|additional|upfront|fully"),
    ("negation", r"not|no|never|neither|nor|without|none|nothing|\w+n’t|cannot"),
    ("off", r"cancel\w*|abandon\w*|scrap\w*|refus\w+|reject\w*|suspend\w*|den(?:y|ied|ies)|dropped plans|withdr[ae]w\w*|terminat\w+|fail\w*|halt\w*|shelv\w+|delay\w*|postpon\w+|revok\w+|rescind\w*|fals[ei]\w*|repaid|avoid\w*|ruled|unlikely"),
    ("annual", r"annual"),
    ("up", r"rose|ris(?:e|es|en|ing)|increas\w+|grew|grow(?:s|n|ing|th)?|jump\w*|climb\w*|surg\w+|up|soar\w*|gained|gaining|advanc\w+|expand\w*|expansion|accelerat\w+|higher|rais(?:e|es|ed|ing)|doubl\w+|tripl\w+|added|adding"),
    ("down", r"f[ae]ll(?:s|en|ing)?|drop\w*|declin\w*|decreas\w+|down|lower\w*|slash\w*|cut(?:s|ting)?|reduc\w+|shr[aiu]nk\w*|slid\w*|plung\w+|plummet\w*|los[te]|losing|deduct\w*|subtract\w*|narrow\w*|slow\w*|decelerat\w+|savings?|saved?|discount\w*"),
    ("move", r"went|go(?:es|ing)? from|moved?|chang\w+|revis\w+|shift\w*|swung|differ\w*|adjust\w*|from"),
    ("equal", r"is|are|was|were|be|been|being|reach\w*|total(?:s|ed|led|ing|ling)|amount(?:s|ed|ing)|stands?|stood|equals?|hit|hits|came|comes|worth|valued|values?|estimated?|estimates|represent\w*|rang\w+|anywhere|somewhere|cost|costs|costing"),
    ("noun", r"revenues?|sales|capex|capital|expenditures?|spending|spend|investments?|commitments?|contracts?|deals?|agreements?|purchases?|capacity|compute|power|cloud|services?|backlog|obligations?|gains?|loss(?:es)?|income|profits?|margins?|cash|flows?"
     r"|debt|notes?|equity|stock|stakes?|rounds?|funding|financing|valuation|guidance|outlook|range|budget|plans?|projects?|programs?|infrastructure|data|centers?|centres?|center|servers?|electricity|energy|load|rate|leases?|credits?|facility|tranche|term|terms"
     r"|segment|workload|orders?|bookings|proceeds|billing|prices?|amount|level|pace|build-?out|AI"),
    ("verb", r"invest(?:s|ed|ing)?|spen[dt]s?|spending|commit\w*|pa(?:y|ys|id|ying)|purchas(?:ed|es|ing)|b(?:uy|uys|ought|uying)|rais(?:ed)|deploy\w*|build\w*|built|us(?:e|es|ed|ing)|contribut\w+|provid\w+|plan(?:s|ned|ning)|expect\w*|forecast\w*|project(?:s|ed|ing)|anticipat\w+"
     r"|agree[sd]?|contracted|contract|secur\w+|generat\w+|report\w*|record\w*|announc\w+|includ\w+|earn\w*|book(?:ed|s)|owe[sd]?|receiv\w+|guid(?:es|ed|ing)|need\w*|requir\w+|add|break|see|sees|deliver\w*|suppl(?:y|ies|ied)|leas(?:ed|ing)|sign\w*|contracted|booked|lent|borrow\w*|issu\w+|making|mak(?:e|es)|made|bring\w*|brought"),
    ("light", r"of|to|in|for|on|at|by|with|into|as|over|through|across|between|during|within|it|they|we|our|their|has|have|had|will|would|shall|should|could|may|might|can|also|already|currently|now|then|early|operating|net|gross|total|new|strategic|global|worldwide|US|U\.S\."
     r"|American|even|profitable|profitability|years?|more recently|projected|planned|expected|estimated|about|approximately|initial|combined|aggregate|annual(?=ly)|each|all|next|last|fiscal|calendar|quarter|first|there|finance|including|online|future|remaining|cumulative|full|incremental|direct|pre-tax|post-money|pre-money|capital|CapEx"),
    ("that", r"that"),
    ("and", r"and|or"),
    ("stop", r"which|who|whose|where|while|whereas|but|because|if|although|though|when|since|so|after|before|until"),
]  # fmt: skip

VOCABULARY = Vocabulary(
    numbers=ENGLISH,
    scales={
        r"thousand(?!\w)|(?-i:[Kk])(?!\w)": 3, r"millions?(?!\w)|mn(?!\w)|mln(?!\w)|(?-i:M|m)(?= ?USD|\b)": 6,
        r"billions?(?!\w)|bn(?!\w)|bln(?!\w)|(?-i:B|b)(?!\w)": 9, r"trillions?(?!\w)|trn?(?!\w)|tn(?!\w)|(?-i:T)(?!\w)": 12,
    },
    units={
        r"(?:U\.?S\.? |American )?dollars?|US\$|\$ ?US|\$|USD": ("USD_bn", -9),
        r"euros?|€|EUR": ("EUR_bn", -9),
        r"percentage[- ]points?|pct\.? points?|pp|ppts?": ("percentage_point", 0),
        r"%|per ?cent(?! of)|pct": ("percent", 0),
        r"(?-i:TWh)|terawatt[- ]hours?": ("TWh", 0),
        r"(?-i:TW)|terawatts?": ("GW", 3),
        r"GW|gigawatts?(?!-)": ("GW", 0),
        r"(?-i:MW)|megawatts?(?!-)": ("GW", -3),
        r"kW|kilowatts?(?!-)": ("GW", -6),
        r"years?|yrs?": ("year", 0),
        r"GPUs?|TPUs?|chips|processors|servers|accelerators|data cent(?:er|re)s|employees|customers": ("count", 0),
    },
    of="of ",
    hedges=HEDGES,
    dates=DATES,
    rates=RATES,
    rates_after=[
        (r"an? year", "_per_year", 0), (r"an? month", "_per_month", 0), (r"an? gigawatt-year", "_per_GW_year", 0), (r"a gigawatt|a GW", "_per_GW", 0),
        (r"a megawatt|an? MW", "_per_GW", 3), (r"an? (?:quarter|week|day|hour|share|piece|chip|unit|decade)", "", 0),
    ],
    kinds=KINDS,
    word=r"\w+(?:[’-]\w+)*",
    joins=r" to (?:about |around |roughly |approximately )?| or | ?[-–—] ?",
    between=("between", "and"),
    levels=frozenset(["to", "at"]),
    shares=frozenset(["of"]),
    negators=frozenset("not no never cannot".split()),
    nonfinite=r"\w+(?:ed|ing|en)",
)  # fmt: skip
