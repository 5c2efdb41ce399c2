"""Decides what the words of French do to an amount: a vocabulary for the grammar (notation in `vocabulary.py`).

Trillion is read as 10^12, the English scale, as docs/method.md records; for billion there is no such decision, and it is refused.
"""

from .numerals import FRENCH
from .vocabulary import HedgeWords, Vocabulary

_FINITE = "er|era|eront|erait|eraient|ait|aient|ant|e|ent|é|èrent"
_MODAL = (
    "(a|ont|avai(t|ent)|aur(a|ont|ait|aient)|va|vont|doi(t|vent)|dev(ra|ront|rait|raient|ait|aient|ant)"
    "|peu(t|vent)|pour(ra|ront|rait|raient)|pouv(ait|aient|ant)|saur(ait|aient))"
)
_EXCEED = "((dépass|excéd)(er|era|eront|erait|eraient|ait|aient|ant|é)|dépass(e|ent)|excèd(e|ent))"  # "excédent" is a noun, a surplus
_BAR = "(_(le_|la_|les_)?(seuil|barre|cap|limite|plafond|niveau)(_symbolique)?_(des?_|du_|d’))?"
_MUCH = "((bien|beaucoup|largement|nettement|sensiblement|très)_)?"
_LITTLE = "((juste_)?un_(tout_petit_)?peu|légèrement|à_peine|tout_juste)_"
_OF = "(de_|des_|du_|d’)"

HEDGES: list[HedgeWords] = [
    ("at_most", "at most", "before", rf"""(ne_|n’)({_MODAL}_)?(pas_|jamais_){_EXCEED} (ne_|n’){_EXCEED}_(pas|jamais)
        ne_saurai(t|ent)_{_EXCEED} sans_(pouvoir_)?{_EXCEED}{_BAR} pas_plus_{_OF} (plafonn|limit)(ée?s?|ent|e|era|eront)_à
        ((un|le)_)?plafond_{_OF} ((une|la)_)?limite_{_OF} inférieure?s?_ou_égale?s?_à ≤"""),
    ("at_most", "up to about", "before", "jusqu’(à|au|aux)_(environ|approximativement|près_de)"),
    ("at_most", "up to", "before", rf"""(pouvant|peut|peuvent|pourr(a|ont|ait|aient))_(atteindre|aller|monter|grimper)_jusqu’(à|aux?)
        jusqu’(à|a|aux?)(_concurrence_{_OF})? dans_(la|une)_limite_{_OF} à_concurrence_{_OF}"""),
    ("possible", "up to", "before", "(pouvant|peut|peuvent|pourr(a|ont|ait|aient))_(à_terme_)?(atteindre|(aller|monter|grimper)_à)"),
    ("at_most", "at most", "both", rf"""(tout_)?au_(grand_)?(plus|maximum)(_{_OF})? (un_|le_)?maximum_{_OF}
        (maximum|maximal(e|es)?|max)(_{_OF})?"""),
    ("at_least", "at least", "before", f"pas_moins_{_OF} supérieure?s?_ou_égale?s?_à ≥ (un_|le_)?plancher_{_OF}"),
    ("at_least", "at least", "both", rf"""(tout_)?au_(moins|minimum|bas_mot)(_{_OF})? à_tout_le_moins (un_|le_)?minimum_{_OF}
        (minimum|minimal(e|es)?)(_{_OF})?"""),
    ("at_most", "at most", "after", "(ou|et)_moins"), ("at_least", "at least", "after", "(ou|et)_(plus|davantage|au-delà)"),
    ("at_most", "slightly less than", "before", f"{_LITTLE}moins_{_OF} {_LITTLE}inférieure?s?_à"),
    ("at_least", "slightly more than", "before", f"{_LITTLE}plus_{_OF} {_LITTLE}supérieure?s?_à"),
    (None, "", "before", f"en_plus_{_OF} ni_plus_ni_moins(_que)? plus_que au_minimum_que"),  # on top of, and what compares
    ("at_most", "less than", "before", rf"""{_MUCH}moins_{_OF} {_MUCH}inférieure?s?_à en_(deçà|dessous)_{_OF} au-dessous_{_OF}
        sous(?={_BAR}_?(les_)?[0-9]) <"""),
    ("about", "about", "both", "plus_ou_moins grosso_modo peu_ou_prou en_gros à_peu_(près|de_choses?_près) environ approximativement"),
    ("at_least", "more than", "before", rf"""{_MUCH}plus_{_OF} {_MUCH}supérieure?s?_à(ux)? (bien_)?au(-delà|-dessus|_delà)_{_OF} excédant >
        {_EXCEED}(_(bien|(large|nette|sensible|légère|allègre)ment|désormais|déjà))?(?!_(de|d’)){_BAR}
        (franchi*|pass*|crev*)_(la_barre|le_cap|le_seuil|le_plafond)(_symbolique)?_(des?_|d’) surpass* franchi*"""),
    ("about", "about", "before", rf"""quelque (tourn*_|gravit*_)?autour_{_OF} (tourn*_)?aux?_(alentours?|environs?)_{_OF}
        (de_)?l’ordre_{_OF} dans_les(?=_[0-9]) ~ ≈ ≃ avoisin({_FINITE}) côto[iy]({_FINITE})"""),
    ("about", "nearly", "before", rf"""(très_|tout_)?(près|proches?)_{_OF} presque quasi(ment|-)? pratiquement frôl({_FINITE})
        fris({_FINITE}) approch({_FINITE}) flirt({_FINITE})_avec (se_|s’)rapproch({_FINITE})_{_OF} tuto[iy]({_FINITE})
        talonn({_FINITE})"""),
    (None, "", "both", rf"""à_hauteur_{_OF} (tout_)?au_mieux au_pire à_peine tout_juste même_pas pas_même voire à_défaut_{_OF} en_théorie
        théoriquement soi-disant prétendument faute_{_OF} hors hormis sauf excepté contre au_lieu_{_OF} plutôt_que face_aux?"""),
]  # fmt: skip

_YEAR_OF = "((l’année|l’exercice|l’horizon(_de)?)_)?{year}"
_END = "(la_)?fin_(de_)?"
DATES = [
    ("not_before", "(pas|jamais)_avant_((le_)?début_(de_)?)?{year}"), ("not_before", "au_plus_tôt_(en_|d’ici_|à_partir_de_)?{year}"),
    ("by", f"au_plus_tard_(en_)?({_END})?" + "{year}"), ("by", "(en_)?{year}_au_plus_tard"),
    ("by_end", f"(d’ici|avant)_(à_)?(l’horizon_)?{_END}" + "{year}"), ("by", f"d’ici_(à_|en_)?{_YEAR_OF}"),
    ("by", "(à|pour)_l’horizon_(de_)?{year}"), ("from", f"(dès|à_partir_de|à_compter_de|depuis)_(le_début_de_)?{_YEAR_OF}"),
    ("before", f"avant_{_YEAR_OF}"),
    ("", "((peu|juste|bien|longtemps|même)_(avant|après)|après|vers|courant|début|fin|mi-|jusqu’en)_?(en_|fin_)?{year}"),
    ("", "(autour_de|environ)_{year}"), ("in", f"(en|pour|durant|pendant)_{_YEAR_OF}"), ("bare", "{year}"),
]  # fmt: skip

RATES = [
    ("_per_year", 0, "(par|chaque|tous_les)_(ans?|années?) /_?an annuellement annualisée?s?"),
    ("_per_month", 0, "(par|chaque|tous_les)_mois /_?mois mensuel(le)?s? mensuellement"),
    ("_per_GW_year", 0, "(par|pour_chaque)_(gigawatt|(?-i:GW))[_-](an|année)"),
    ("_per_GW", 0, "(par|pour_chaque)_(gigawatt|(?-i:GW)) /_?(?-i:GW)"),
    ("_per_GW", 3, "(par|pour_chaque)_(mégawatt|(?-i:MW)) /_?(?-i:MW)"),
    ("", 0, r"""
        (par|chaque|tous_les|toutes_les)_(jours?|semaines?|trimestres?|semestres?|heures?|actions?|puces?|sites?|tête|unité|titres?|décennie)
        /_?\w+ (trimestriel|semestriel|hebdomadaire|journali(er|ère)|quotidien)(le)?s? quotidiennement"""),
]  # fmt: skip

KINDS = [
    ("light", r"""chiffres?_d’affaires cette_année l’an_prochain à_court_terme à_long_terme à_terme par_rapport_à sur_un_an
        en_rythme_annuel(?=_de_[0-9,]+_?%) dollars_courants milliards?_et_milliards?"""),
    ("bad", r"""(et_même|sinon|et_pas|mais_pas|pas|guère)_(plus|davantage)(?!_(de|d’)) de_(plus|moins|mieux|trop)(?!_(de|d’)\b) et_demie?
        voire(_plus|_davantage)? et_quelques et_des_poussières près par_rapport de_base en_(plus|moins|sus|trop)
        (de|d’)_(Hong[_-]?Kong|Singapour|Taïwan|Namibie|Fidji) fois multipli* divis* quelques plusieurs
        (diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines? milliers douzaines? (b|quadr)illions? (b|tr)illiards? constants?
        courants?"""),
    ("part", r"""(la_|une_)?(moitié|partie|fraction|majorité|portion|part)(_(des?|du|d’)(?!\w)|_sur)? plupart_des
        (un_|le_|deux_|trois_)?(tiers|quarts?|cinquièmes?|dixièmes?|reste|solde)(_(des?|du|d’)(?!\w))?
        (le_)?(double|triple|quadruple|essentiel|surplus|complément)(_(des?|du|d’)(?!\w))?"""),
    ("article", r"""les? la des un une l’ ces? cette ses (un_|le_)?(montant|total)(_total)?_(de_|d’)
        (une_|la_)?(somme|enveloppe)(_totale|_globale)?_(de_|d’) l’équivalent_de"""),
    ("negation", r"ne n’ pas jamais aucune?s? ni non sans rien guère nullement"),
    ("off", r"""aur(ait|aient)_(dû|pu) loin_(des?|d’) annul* renonc* abandonn* refus* suspend* suspen(du|sion)* dément* exclu* exclu[er]*
        rejet* résili* gel(er|é|ée|és|ées|era) interromp* échou* faillir failli manqu* empêch* évit* report(er|e|é|ée|és|ées|era|ent) retir*
        cess(er|e|é|ée|era) stopp* bloqu* dénonc* ni(er|é|e|ent|ait) dout* fau(x|sse|sses) erroné* fictifs? hypothétiques? caduc caduque
        remboursé* économis*"""),
    ("equal", r"""port(e|ent|er|ait|aient|ant|era|eront)_sur attein* situ* établi* représent* chiffr* estim* évalu* compris* correspond*
        équiva* ressort* affich* enregistr* pes(er|e|ent|ait|ant) pès* mesur* calcul(é|ée)s? oscill* allant revien*
        coût(er|é|e|ent|era|eront|erait|eraient|ait) val(oir|ent|ait|u) vaut vau(dra|drait) capitalis* totalis* fix* compt* s’agi*"""),
    ("annual", r"annuel(le)?s?"),
    ("up", r"""\+ augment* hauss* progress* croiss* croît croîtr* crû? accroi* accrû? grimp* bond(i|ir|it|ira|issent|s)? gonfl* relev*
        relèv* major* mont(?!ant)* renchéri* s’envol* envol* gagn* s’accél* accélér* élargi* doubl* tripl* quadrupl*"""),
    ("down", r"""passée?_sous baiss* recul* chut* tomb* réduc* rédui* diminu* dégring* plong* repli* per(d|du|dre|dent|dra|dront|dait) cèd*
        céd(er|é|ant|era|ait) abaiss* amput* effondr* contraction régress* rogn* dévis* lâch* décro(ît|iss*) décru* fléch* coupe(s|r|ra)?
        décél* ralenti* rabais déprécié* ramen* ramèn*"""),
    ("move", r"""pass(e|ent|er|era|eront|é|ée|és|ées|ant|ait|aient|erait|eraient) évolu* vari* port(er|e|é|ée|és|ées|era|ent|ait) élev*
        élèv* écart* modifi* révis* transform*"""),
    ("noun", r"""offres? prévisions? objectifs? volumes? chèques? crédits? lignes? records? paquets? portefeuilles? impôts? taxes? frais
        factures? travaux équipements? matériels? campus usines? centrales? réseaux? investissements? dépenses? achats? coûts? montants?
        sommes? totale?s? totaux recettes? revenus? affaires d’affaires croissances taux puissances? capacités? calculs? rentabilités?
        bénéfices? profits? pertes? gains? déficits? contrats? accords? plans? projets? programmes? budgets? enveloppes? commandes?
        engagements? financements? prêts? dettes? fonds apports? prises?_de_participation participations? valorisations? valeurs?
        capitalisations? levées?_de_fonds ventes? marges? marchés? centres?_de_données data_?centers? serveurs? puces? infrastructures?
        parcs? sites? réserves? trésoreries? carnets? entreprises? groupes? sociétés? opérations? transactions? tranches? prix subventions?
        aides? facture factures loyers? charges? niveaux? chiffres? années? exercices? horizon électricité énergie équilibre milliards?
        tours?_de_table émissions? obligations? actions? acquisitions? rachats? ressources? production consommation demande besoins?"""),
    ("verb", r"""investi* touch* dot(er|é|ée|és|ées) abrit* héberg* exploit* englouti* gaspill* bâti* équip* aliment*
        valoris(er|e|é|ée|és|ées|ant|ent|erait|ait) dépens* achet* achèt* acquér* acqui* apport(?!s\b)* utilis* engag* consacr*
        vers(er|e|é|ée|és|ées|era|eront|ent|ait|ement) débours* mobilis* inject* lev(er|é|ée|és|ant|ait|a|ée) lèv* emprunt*
        prêt(er|e|é|ée|era|ent) financ* allou* débloqu* déploi* déploy* construi* install* command* sign* annonc* promet* promi* promett*
        prévoi* prévu* prévoy* anticip* attend* vis(e|ent|er|ait|ant|era) projet(te|tent|er|é|ait) plac* mis(e|er|ent|es)? mett* mettr*
        rachet* rachèt* vend* pay* pai* rapport* génér* engrang* réalis* dégag* dispos* possèd* posséd* déten* détien* fourn*
        lou(er|e|é|ée|era|ent) produi* consomm* nécessit* recev* reçoi* reçu* obten* obtien* obtiend* octroy* octroi*
        accord(er|e|é|ée|era|ent) conclu* table* offr(ir|ira|iront|ent|ant|ait|irait) offert* propos* ajout* deven* devien*
        rest(e|ent|er|era|ait) fai(t|re|sant|sait) fera feront font ouvr* lanc* démarr* seraient confirm* réserv*
        contract(er|é|ée|era|ualis*) souscri* collect* percev* perçoi* comptabilis*"""),
    ("light", r"""de d’ du à aux? pour en dans sur avec par chez auprès son sa leurs? notre nos soit environnant s’ se ils? elles? on y
        celles? celui ceux est sont sera seront était étaient été être serait seraient fut a ont avait avaient aura auront aurait auraient
        avoir ayant étant devrait devraient doit doivent devra devront devait pourrait pourraient peut peuvent pourra pourront pouvant va
        vont allait actuellement auparavant également toutefois cependant déjà encore aussi ainsi donc enfin désormais probablement
        certainement exactement précisément respectivement supplémentaires? additionnel(le)?s? nouve(l|lle|au|aux|lles) initial(e|es)?
        initiaux global(e|es)? mondial(e|es)? mondiaux financi(er|ère|ers|ères) net(te|s|tes)? brute?s? rentables? électriques?
        informatiques? cloud américaine?s? an_prochain aujourd’ hui autres? premi(er|ère)s? grande?s? fourchette pourcentage cumulé*
        ensemble au_total seulement progressivement directement immédiatement puis avant finalement officiellement récemment initialement
        ensuite tout toute lundi mardi mercredi jeudi vendredi"""),
    ("that", "que qu’"), ("and", "et ou"),
    ("stop", r"""qui dont où lequel laquelle lesquels lesquelles mais car si tandis_que alors_que tandis_qu’ alors_qu’ lorsque?’? quand
        puisque?’? or afin parce bien_que bien_qu’ ce_qui ce_que"""),
]  # fmt: skip

VOCABULARY = Vocabulary(
    numbers=FRENCH, hedges=HEDGES, dates=DATES, rates=RATES, kinds=KINDS,
    scales={
        r"milliers?(?!\w)|mille(?!\w)": 3, r"millions?(?!\w)": 6, r"(milliards?|mds?|mrds?)(?!\w)|(?-i:Mds?|Mrds?)(?=[€$])": 9,
        r"trillions?(?!\w)": 12, r"(?-i:M)(?=_?[€$]|USD|EUR)": 6, r"(?-i:k)(?=[€$])": 3,
    },
    units={
        r"dollars?(_américains?|_US|_des_États-Unis)?|\$(_?US)?|US\$|USD": ("USD_bn", -9), "euros?|€|EUR": ("EUR_bn", -9),
        "%|pour_?cent": ("percent", 0), "points?_de_pourcentage": ("percentage_point", 0), "(?-i:TWh)|térawattheures?": ("TWh", 0),
        "(?-i:TW)|térawatts?": ("GW", 3), "GW[ce]?|gigawatts?": ("GW", 0), "(?-i:MW)[ce]?|mégawatts?": ("GW", -3),
        "kW|kilowatts?": ("GW", -6), "ans|an(?!_prochain)|années": ("year", 0),
        "GPU|TPU|puces|processeurs|serveurs|accélérateurs|centres_de_données|salariés|clients": ("count", 0),
    },
    rates_after=[
        ("_per_year", 0, "l’an(?!_(dernier|prochain|passé))"), ("_per_GW", 0, "(le|du)_gigawatt"), ("_per_GW", 3, "(le|du)_mégawatt"),
    ],
    word=r"\w+’|\w+(?:-\w+)*", of="de_|d’", joins="_(à|ou)_|_?[-–]_?", between=("entre", "et"), levels={"à", "au", "aux", "pour"},
    shares={"de", "du", "des", "d’"}, negators={"pas", "aucun", "aucune", "aucuns", "aucunes"}, nonfinite=r"\w+(?:é|i|u|er|ir|re)e?s?",
)  # fmt: skip
