"""Decides what the words of French do to an amount: a vocabulary for the grammar in `reader.py`.

Trillion is read as 10^12, the English scale, as docs/method.md records; for billion there is no such decision, and it is refused.
"""

from .numerals import FRENCH
from .vocabulary import Vocabulary

_MODAL = (
    r"(?:a|ont|avai(?:t|ent)|aur(?:a|ont|ait|aient)|va|vont|doi(?:t|vent)|dev(?:ra|ront|rait|raient|ait|aient|ant)"
    r"|peu(?:t|vent)|pour(?:ra|ront|rait|raient)|pouv(?:ait|aient|ant)|saur(?:ait|aient))"
)
# "Excédent" is a noun, a surplus; "excèdent" is the verb.
_EXCEED = r"(?:(?:dépass|excéd)(?:er|era|eront|erait|eraient|ait|aient|ant|é)|dépass(?:e|ent)|excèd(?:e|ent))"
_BAR = r"(?: (?:le |la |les )?(?:seuil|barre|cap|limite|plafond|niveau)(?: symbolique)? (?:des? |du |d’))?"
_MORE = r"(?:(?:bien|beaucoup|largement|nettement|sensiblement|très) )?"
_LITTLE = r"(?:(?:juste )?un (?:tout petit )?peu|légèrement|à peine|tout juste) "


def _verb(stem: str, ending: str = "er") -> str:
    return rf"{stem}(?:{ending}|era|eront|erait|eraient|ait|aient|ant|e|ent|é|èrent)"


HEDGES = [
    (rf"(?:ne |n’)(?:{_MODAL} )?(?:pas |jamais ){_EXCEED}|(?:ne |n’){_EXCEED} (?:pas|jamais)|ne saurai(?:t|ent) {_EXCEED}", "at_most", "at most", "before"),
    (rf"sans (?:pouvoir )?{_EXCEED}{_BAR}", "at_most", "at most", "before"),
    (r"pas plus (?:de |d’)", "at_most", "at most", "before"),
    (r"pas moins (?:de |d’)", "at_least", "at least", "before"),
    (r"(?:pouvant|peut|peuvent) (?:atteindre|aller|monter|grimper) jusqu’(?:à|aux?)|jusqu’(?:à|a|aux?)(?: concurrence (?:de |d’))?", "at_most", "up to", "before"),
    (r"pouvant (?:atteindre|aller à)|dans la limite (?:de |des |d’)|dans une limite (?:de |d’)|à concurrence (?:de |d’)", "at_most", "up to", "before"),
    (r"(?:plafonn|limit)(?:ée?s?|ent|e|era|eront) à|(?:un |le )?plafond (?:de |d’)|(?:une |la )?limite (?:de |d’)", "at_most", "at most", "before"),
    (r"(?:tout )?au (?:grand )?(?:plus|maximum)(?: (?:de |d’))?|(?:un |le )?maximum (?:de |d’)|maximum|maximal(?:e|es)?|max", "at_most", "at most", "both"),
    (r"(?:tout )?au (?:moins|minimum|bas mot)(?: (?:de |d’))?|à tout le moins|(?:un |le )?minimum (?:de |d’)|minimum|(?:un |le )?plancher (?:de |d’)",
     "at_least", "at least", "both"),
    (r"(?:ou|et) (?:plus|davantage|au-delà)", "at_least", "at least", "after"),
    (r"(?:ou|et) moins", "at_most", "at most", "after"),
    (r"inférieure?s? ou égale?s? à|≤", "at_most", "at most", "before"),
    (r"supérieure?s? ou égale?s? à|≥", "at_least", "at least", "before"),
    (rf"{_LITTLE}moins (?:de |d’)|{_LITTLE}inférieure?s? à", "at_most", "slightly less than", "before"),
    (rf"{_LITTLE}plus (?:de |d’)|{_LITTLE}supérieure?s? à", "at_least", "slightly more than", "before"),
    (rf"{_MORE}moins (?:de |d’)|{_MORE}inférieure?s? à|en (?:deçà|dessous) (?:de |des |d’)|au-dessous (?:de |des |d’)|sous(?={_BAR} ?(?:les )?[0-9])|<",
     "at_most", "less than", "before"),
    (r"en plus (?:de |des |d’)|ni plus ni moins(?: que)?", None, "", "before"),
    (r"(?:plus ou moins|grosso modo|peu ou prou|en gros|à peu (?:près|de choses? près)|environ|approximativement)", "about", "about", "both"),
    (rf"{_MORE}(?:plus (?:de |d’)|supérieure?s? à)|(?:bien )?au(?:-delà|-dessus| delà) (?:de |des |du |d’)|{_EXCEED}(?: {_MORE.strip()})?(?! (?:de|d’)){_BAR}"
     r"|(?:franchi\w*|pass\w+|crev\w+|dépass\w+) (?:la barre|le cap|le seuil|le plafond)(?: symbolique)? (?:des? |d’)|franchi\w*|surpass\w+|excédant|>",
     "at_least", "more than", "before"),
    (r"quelque|autour (?:de |des |d’)|(?:tourn\w+ )?aux? (?:alentours?|environs?) (?:de |des |d’)|de l’ordre (?:de |des |d’)|(?:de )?l’ordre (?:de |d’)"
     r"|(?:tourn|gravit)\w+ autour (?:de |des |d’)|dans les(?= [0-9])|~|≈|≃", "about", "about", "before"),
    (rf"(?:{_verb('avoisin')}|{_verb('côtoy|côtoi')})", "about", "about", "before"),
    (rf"(?:très |tout )?(?:près|proches?) (?:de |des |d’)|presque|quasi(?:ment|-)?|pratiquement|{_verb('frôl')}|{_verb('fris')}|{_verb('approch')}"
     rf"|{_verb('flirt')} avec|(?:se |s’){_verb('rapproch')} (?:de |des |d’)|{_verb('tutoy|tutoi')}|{_verb('talonn')}|{_verb('touch')} (?:aux?|les)", "about", "nearly", "before"),
    # What touches an amount in a way that cannot be told.
    (r"à hauteur (?:de |d’)|au mieux|au pire|à peine|tout juste|tout au mieux|même pas|pas même|seulement|voire|loin (?:de |des |d’)|à défaut (?:de |d’)"
     r"|en théorie|théoriquement|soi-disant|prétendument|faute (?:de |d’)|hors|hormis|sauf|excepté|contre|au lieu (?:de |des |d’)|plutôt que|face aux?", None, "", "both"),
]  # fmt: skip

_YEAR_OF = r"(?:l’année |l’exercice |l’horizon (?:de )?)?"
_END = r"(?:la )?fin (?:de )?"
DATES = [
    (r"(?:pas|jamais) avant (?:le début de |début )?{year}", "not_before"),
    (r"au plus tôt (?:en |d’ici |à partir de )?{year}", "not_before"),
    (r"au plus tard (?:en )?(?:" + _END + ")?{year}", "by"),
    (r"(?:en )?{year} au plus tard", "by"),
    (r"(?:d’ici|avant) (?:à )?(?:l’horizon )?" + _END + "{year}", "by_end"),
    (r"d’ici (?:à |en )?" + _YEAR_OF + "{year}", "by"),
    (r"(?:à|pour) l’horizon (?:de )?{year}", "by"),
    (r"(?:dès|à partir de|à compter de|depuis) (?:le début de )?" + _YEAR_OF + "{year}", "from"),
    (r"avant " + _YEAR_OF + "{year}", "before"),
    (r"(?:(?:peu|juste|bien|longtemps|même) (?:avant|après)|après|vers|autour de|environ|courant|début|fin|mi-|jusqu’en|jusqu’à|hors)"
     r" ?(?:en |fin )?{year}", ""),
    (r"(?:en|pour|durant|pendant) " + _YEAR_OF + "{year}", "in"),
    (r"{year}", "bare"),
]  # fmt: skip

RATES = [
    (r"(?:par|chaque|tous les) (?:ans?|années?)|/ ?an|annuellement", "_per_year", 0),
    (r"(?:par|chaque|tous les) mois|/ ?mois|mensuel(?:le)?s?|mensuellement", "_per_month", 0),
    (r"(?:par|pour chaque) (?:gigawatt|(?-i:GW))[- ](?:an|année)", "_per_GW_year", 0),
    (r"(?:par|pour chaque) (?:gigawatt|(?-i:GW))|/ ?(?-i:GW)", "_per_GW", 0),
    (r"(?:par|pour chaque) (?:mégawatt|(?-i:MW))|/ ?(?-i:MW)", "_per_GW", 3),
    (r"(?:par|chaque|tous les|toutes les) (?:jours?|semaines?|trimestres?|semestres?|heures?|actions?|puces?|sites?|tête|unité|utilisateurs?|titres?|décennie)"
     r"|/ ?\w+|(?:trimestriel|semestriel|hebdomadaire|journali(?:er|ère)|quotidien)(?:le)?s?|quotidiennement", "", 0),
]  # fmt: skip

KINDS = [
    ("light", r"chiffres? d’affaires|cette année|l’an prochain|à court terme|à long terme|à terme|par rapport à|sur un an|en rythme annuel(?= de [0-9,]+ ?%)"
     r"|dollars courants|milliards? et milliards?"),
    ("bad", r"de (?:plus|moins|mieux|trop)(?! (?:de|d’)\b)|et demie?|voire(?: plus| davantage)?|et quelques|et des poussières|près|par rapport|de base|en (?:plus|moins|sus|trop)"
     r"|(?:de|d’) (?:Hong[ -]?Kong|Singapour|Taïwan|Namibie|Fidji)|fois|multipli\w+|divis\w+|quelques|plusieurs|(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?"
     r"|milliers|douzaines?|(?:b|quadr)illions?|(?:b|tr)illiards?|constants?|courants?"),
    ("part", r"(?:(?:la |une )?(?:moitié|partie|fraction|majorité|portion|part)|(?:un |le |deux |trois )?(?:tiers|quarts?|cinquièmes?|dixièmes?|reste|solde|double|triple|quadruple"
     r"|essentiel|surplus|complément))(?: (?:des?|du|d’)(?!\w)| sur)?|plupart des"),
    ("article", r"les?|la|des|un|une|l’|ces?|cette|ses|(?:un |le )?(?:montant|total)(?: total)? (?:de |d’)|(?:une |la )?(?:somme|enveloppe)(?: totale| globale)? (?:de |d’)|l’équivalent de"),
    ("negation", r"ne|n’|pas|jamais|aucune?s?|ni|non|sans|rien|guère|nullement"),
    ("off", r"annul\w+|renonc\w+|abandonn\w+|refus\w+|suspend\w*|suspen(?:du|sion)\w*|dément\w*|exclu\w*|exclu[er]\w*|rejet\w+|résili\w+|gel(?:er|é|ée|és|ées|era)|interromp\w+|échou\w+"
     r"|faillir|failli|manqu\w+|empêch\w+|évit\w+|report(?:er|e|é|ée|és|ées|era|ent)|retir\w+|cess(?:er|e|é|ée|era)|stopp\w+|bloqu\w+|dénonc\w+|ni(?:er|é|e|ent|ait)|dout\w+|fau(?:x|sse|sses)"
     r"|erroné\w*|fictifs?|hypothétiques?|caduc|caduque|remboursé\w*|économis\w+"),
    ("annual", r"annuel(?:le)?s?"),
    ("up", r"augment\w+|hauss\w+|progress\w+|croiss\w+|croît|croîtr\w+|crû?|accroi\w+|accrû?|grimp\w+|bond(?:i|ir|it|ira|issent|s)?|gonfl\w+|relev\w+|relèv\w+|major\w+|mont(?!ant)\w+|renchéri\w*"
     r"|s’envol\w*|envol\w*|gagn\w+|s’accél\w+|accélér\w+|élargi\w*|doubl\w+|tripl\w+|quadrupl\w+"),
    ("down", r"baiss\w+|recul\w*|chut\w*|tomb\w+|réduc\w+|rédui\w+|diminu\w+|dégring\w+|plong\w+|repli\w*|per(?:d|du|dre|dent|dra|dront|dait)|cèd\w+|céd(?:er|é|ant|era|ait)|abaiss\w+|amput\w+|effondr\w+"
     r"|contraction|régress\w+|rogn\w+|dévis\w+|lâch\w+|décro(?:ît|iss\w+)|décru\w*|fléch\w+|coupe(?:s|r|ra)?|décél\w+|ralenti\w*|rabais|déprécié\w*|ramen\w+|ramèn\w+"),
    ("move", r"pass(?:e|ent|er|era|eront|é|ée|és|ées|ant|ait|aient|erait|eraient)|évolu\w+|vari\w+|port(?:er|e|é|ée|és|ées|era|ent|ait)|élev\w+|élèv\w+|écart\w*|modifi\w+|révis\w+|transform\w+"),
    ("equal", r"attein\w+|établi\w*|représent\w+|chiffr\w+|estim\w+|évalu\w+|compris\w*|correspond\w*|équiva\w+|ressort\w*|affich\w+|enregistr\w+|pes(?:er|e|ent|ait|ant)|pès\w+|mesur\w+|calcul(?:é|ée)s?"
     r"|oscill\w+|allant|revien\w+|coût(?:er|e|ent|era|eront|erait|eraient|ait)|val(?:oir|ent|ait|u)|vaut|vau(?:dra|drait)|capitalis\w+|total(?:ise|isent|iser|isant|isera|isait|isé)|oscille|fix\w+|compt\w+|s’agi\w+"),
    ("noun", r"investissements?|dépenses?|achats?|coûts?|montants?|sommes?|totale?s?|totaux|recettes?|revenus?|affaires|d’affaires|croissances|taux|puissances?|capacités?|calculs?|rentabilités?|bénéfices?|profits?"
     r"|pertes?|gains?|déficits?|contrats?|accords?|plans?|projets?|programmes?|budgets?|enveloppes?|commandes?|engagements?|financements?|prêts?|dettes?|fonds|apports?|prises? de participation|participations?"
     r"|valorisations?|valeurs?|capitalisations?|levées? de fonds|ventes?|marges?|marchés?|centres? de données|data ?centers?|serveurs?|puces?|infrastructures?|parcs?|sites?|réserves?|trésoreries?|carnets?"
     r"|entreprises?|groupes?|sociétés?|opérations?|transactions?|tranches?|prix|subventions?|aides?|facture|factures|loyers?|charges?|niveaux?|chiffres?|années?|exercices?|horizon|électricité|énergie|équilibre"
     r"|milliards?|tours? de table|émissions?|obligations?|actions?|acquisitions?|rachats?|ressources?|production|consommation|demande|besoins?"),
    ("verb", r"investi\w*|dépens\w+|achet\w+|achèt\w+|acquér\w+|acqui\w+|apport(?!s\b)\w*|utilis\w+|engag\w+|consacr\w+|vers(?:er|e|é|ée|és|ées|era|eront|ent|ait|ement)|débours\w+|mobilis\w+|inject\w+|lev(?:er|é|ée|és|ant|ait|a|ée)"
     r"|lèv\w+|emprunt\w+|prêt(?:er|e|é|ée|era|ent)|financ\w+|allou\w+|débloqu\w+|déploi\w+|déploy\w+|construi\w+|install\w+|command\w+|sign\w+|annonc\w+|promet\w*|promi\w+|promett\w+|prévoi\w*|prévu\w*|prévoy\w+|anticip\w+"
     r"|attend\w*|vis(?:e|ent|er|ait|ant|era)|projet(?:te|tent|er|é|ait)|plac\w+|mis(?:e|er|ent|es)?|mett\w+|mettr\w+|rachet\w+|rachèt\w+|vend\w*|pay\w+|pai\w+|rapport\w+|génér\w+|engrang\w+|réalis\w+|dégag\w+|dispos\w+|possèd\w+|posséd\w+"
     r"|déten\w+|détien\w+|fourn\w+|lou(?:er|e|é|ée|era|ent)|produi\w+|consomm\w+|nécessit\w+|recev\w+|reçoi\w+|reçu\w*|obten\w+|obtien\w+|obtiend\w+|octroy\w+|octroi\w+|accord(?:er|e|é|ée|era|ent)|conclu\w*|table\w*|offr\w+|propos\w+|ajout\w+"
     r"|deven\w+|devien\w+|rest(?:e|ent|er|era|ait)|fai(?:t|re|sant|sait)|fera|feront|font|ouvr\w+|lanc\w+|démarr\w+|seraient|confirm\w+|réserv\w+|contract(?:er|é|ée|era|ualis\w+)|souscri\w+|collect\w+|percev\w+|perçoi\w+|comptabilis\w+"),
    ("light", r"de|d’|du|à|aux?|pour|en|dans|sur|avec|par|chez|auprès|son|sa|leurs?|notre|nos|soit|environnant|s’|se|ils?|elles?|on|y|celles?|celui|ceux|est|sont|sera|seront|était|étaient|été|être|serait|seraient|fut|a|ont|avait|avaient|aura"
     r"|auront|aurait|auraient|avoir|ayant|étant|devrait|devraient|doit|doivent|devra|devront|devait|pourrait|pourraient|peut|peuvent|pourra|pourront|pouvant|va|vont|allait|actuellement|auparavant|également|toutefois|cependant|déjà|encore"
     r"|aussi|ainsi|donc|enfin|désormais|probablement|certainement|exactement|précisément|respectivement|supplémentaires?|additionnel(?:le)?s?|nouve(?:l|lle|au|aux|lles)|initial(?:e|es)?|initiaux|global(?:e|es)?|mondial(?:e|es)?|mondiaux"
     r"|financi(?:er|ère|ers|ères)|net(?:te|s|tes)?|brute?s?|rentables?|électriques?|informatiques?|cloud|américaine?s?|an prochain|aujourd’|hui|autres?|premi(?:er|ère)s?|grande?s?|fourchette|pourcentage|cumulé\w*|ensemble|au total"),
    ("that", r"que|qu’"),
    ("and", r"et|ou"),
    ("stop", r"qui|dont|où|lequel|laquelle|lesquels|lesquelles|mais|car|si|tandis que|alors que|tandis qu’|alors qu’|lorsque?’?|quand|puisque?’?|or|afin|parce|bien que|bien qu’|ce qui|ce que"),
]  # fmt: skip

VOCABULARY = Vocabulary(
    numbers=FRENCH,
    scales={
        r"milliers?(?!\w)|mille(?!\w)": 3, r"millions?(?!\w)": 6, r"(?:milliards?|mds?|mrds?)(?!\w)|(?-i:Mds?|Mrds?)(?=[€$])": 9, r"trillions?(?!\w)": 12,
        r"(?-i:M)(?= ?[€$]|USD|EUR)": 6, r"(?-i:k)(?=[€$])": 3,
    },
    units={
        r"dollars?(?: américains?| US| des États-Unis)?|\$(?: ?US)?|US\$|USD": ("USD_bn", -9),
        r"euros?|€|EUR": ("EUR_bn", -9),
        r"%|pour ?cent": ("percent", 0),
        r"points? de pourcentage": ("percentage_point", 0),
        r"(?-i:TWh)|térawattheures?": ("TWh", 0),
        r"(?-i:TW)|térawatts?": ("GW", 3),
        r"GW[ce]?|gigawatts?": ("GW", 0),
        r"(?-i:MW)[ce]?|mégawatts?": ("GW", -3),
        r"kW|kilowatts?": ("GW", -6),
        r"ans|an(?! prochain)|années": ("year", 0),
        r"GPU|TPU|puces|processeurs|serveurs|accélérateurs|centres de données|salariés|clients": ("count", 0),
    },
    of="de |d’",
    hedges=HEDGES,
    dates=DATES,
    rates=RATES,
    rates_after=[
        (r"l’an(?! (?:dernier|prochain|passé))", "_per_year", 0),
        (r"(?:le|du) gigawatt", "_per_GW", 0),
        (r"(?:le|du) mégawatt", "_per_GW", 3),
    ],
    kinds=KINDS,
    word=r"\w+’|\w+(?:-\w+)*",
    joins=r" à (?:quelque )?| ou | ?[-–] ?",
    between=("entre", "et"),
    levels=frozenset("à au aux pour".split()),
    shares=frozenset("de du des d’".split()),
    negators=frozenset("pas aucun aucune aucuns aucunes".split()),
    nonfinite=r"\w+(?:é|i|u|er|ir|re)e?s?",
)
