"""How sites speak to the reader of a page that is no article: of cookies, robots, accounts and errors.

What belongs here: the wording, one place to read and extend it. When a page counts as one is for `not_articles`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


#: What is asked on a cookie wall, in the languages of the papers that have them.
COOKIES = _words(
    r"(?:yes,? )?i (?:agree|accept|understand|refuse)", r"(?:to|my|manage|change) settings",
    r"(?:agree|consent) to (?:(?:all|these|our|the use of|using) )*cookies",
    r"cookies?", r"(?:give|with|withdraw|your|refuse|without) (?:your )?consent", r"consent (?:to|or|choices?)",
    r"\d[\d,.]* (?:\w+ )?(?:partners|vendors)", r"our (?:\w+ )?(?:partners|vendors)", r"legitimate interests?",
    r"privacy (?:settings|policy|notice|cent(?:er|re)|choices|preferences|manager)",
    r"manage (?:options|preferences|choices)", r"(?:on|from) your (?:device|browser|computer|phone)",
    r"personali[sz]ed (?:ads?|advertising|content)", r"unique identifiers?",
    r"ad(?:vertisement)?s? (?:and content )?(?:that (?:fit|suit|match)|measurement)",
    r"audience (?:research|insights)", r"(?:accept|reject|refuse|allow|decline|agree to) all",
    r"data protection (?:officer|settings)", r"opt[ -]out", r"your (?:personal )?(?:data|privacy)",
    r"(?:your|scan|identify) (?:\w+ )?devices?\b(?: characteristics)?",
    r"exact position|precise (?:geo)?location(?: data)?", r"do not sell", r"tracking technolog\w+",
    r"einwilligung\w*", r"zustimm(?:en|ung)", r"datenschutz\w*", r"unsere \d* ?partner", r"consentement",
    r"nos (?:\d+ )?partenaires", r"confidentialité", r"consentimiento", r"nuestros (?:\d+ )?socios",
    r"privacidad(?:e)?", r"nossos (?:\d+ )?parceiros", r"toestemming", r"onze (?:\d+ )?partners", r"consenso",
    r"nostri (?:\d+ )?partner",
)  # fmt: skip
COOKIES_TITLE = _words(
    r"cookies?(?: (?:policy|notice|settings|consent|preferences|choices|wall|information))?",
    r"before you (?:go on|continue|proceed|start|read on)(?: to .*)?",
    r"we (?:value|respect|care about) your privacy", r"your privacy(?: \w+)?$",
    r"(?:privacy|consent|cookie) (?:settings|preferences|choices|notice|policy|cent(?:er|re)|manager|wall)",
    r"consent", r"manage your (?:data|privacy|choices)", r"data protection",
)  # fmt: skip

#: What stands on the page of a guard that takes the reader for a robot.
ROBOTS = _words(
    r"(?:we|us) (?:think|thought|believe|suspect)\w* (?:that )?you", r"regain access", r"site owner",
    r"security (?:service|solution|provider|reasons)", r"unable to access", r"have i been blocked",
    r"(?:trigger|protect)\w* (?:\w+ )?(?:block|itself|security)",
    r"(?:checking|verifying|securing|testing) (?:if the site|your (?:browser|connection|request|device))",
    r"(?:verify|confirm|check|prove|make sure|ensure|show)(?:ing)? (?:us )?(?:that )?you(?:'re|"
    r" are) (?:a |an )?(?:human|person|real|not a)\w*",
    r"(?:are you|not|isn'?t) a robot", r"a (?:human|robot|bot)\?", r"human(?:ity)? verification", r"re?captcha",
    r"captcha", r"unusual (?:traffic|activity|requests?)",
    r"(?:automated|suspicious) (?:requests?|traffic|activity|access|behaviou?r|tools?|quer\w+)",
    r"(?:security|browser) check", r"ray id", r"(?:incident|request|reference|support|event) (?:id|number|#)",
    r"ddos protection",
    r"(?:enable|turn on|switch on|activate|allow|requires?|needs?|without|"
    r"supports?) (?:\w+ )?(?:javascript|js|cookies)",
    r"ad[ -]?block\w*",
    r"javascript (?:is |has been |was |appears to be )*(?:disabled|off|turned off|switched off|required|"
    r"needed|enabled|not enabled)",
    r"(?:reload|refresh) (?:the|this) page",
    r"(?:press|tap|click|tick)(?: and| &)? (?:hold|the box|the button|below)",
    r"takes? (?:only )?a (?:few seconds|moment)", r"cloudflare|incapsula|imperva|perimeterx|datadome|akamai",
    r"your (?:ip address|ip|network|browser) (?:has been|was|is) \w+", r"redirected (?:automatically|shortly|in)",
    r"you(?:'ve| have) been blocked", r"blocked (?:you|your)", r"bots?",
)  # fmt: skip
ROBOTS_TITLE = _words(
    r"just a (?:moment|second)", r"attention required", r"(?:are you|not) (?:a )?(?:human|robot)\w*",
    r"verif(?:y|ying|ication)(?: (?:you|that|your|required|needed|in progress|page)\b.*)?",
    r"checking your (?:browser|connection).*", r"security check", r"(?:re)?captcha",
    r"one (?:more step|moment),?(?: please)?", r"please wait(?: (?:while|for|a)\b.*)?", r"ddos.*protection.*",
    r"pardon our interruption",
    r"robot(?: or human)?(?: check)?\??$", r"bot (?:check|detection|protection)",
    r"unusual traffic(?: (?:from|detected)\b.*)?",
    r"human verification", r"client challenge", r"press (?:and|&) hold.*", r"(?:enable|turn on) javascript.*",
)  # fmt: skip

#: What stands at a door: an account, a subscription.
LOGIN = _words(
    r"(?:registration|access|signing up|joining|it) is (?:\w+ )?free", r"takes (?:only |just )?(?:a|one|two) minutes?",
    r"(?:log|sign)(?:ged)?[ -]?(?:in|on|up)", r"forgot(?:ten)? (?:your |my )?(?:password|username|e-?mail)\w*",
    r"(?:reset|choose|enter|remember|change) (?:your |a |my |the )?password", r"(?:no|an|your|my|new|free) account",
    r"(?:remember|keep) me(?: logged in| signed in)?",
    r"already (?:a |an |have |registered|subscribed)(?:\w+ ?){0,2}",
    r"(?:subscribers?|members?|registered (?:users|readers))(?:[ -](?:only|content|area|exclusive))",
    r"for (?:our )?(?:subscribers|members)",
    r"(?:subscribe|register|create an account|join|sign up)(?: \w+){0,2} (?:now|today|here|free|"
    r"to (?:read|continue|view|access|see|get)|for (?:free|unlimited|full|just|only))",
    r"to (?:read|continue|view|access|see|keep)(?: \w+){0,4} (?:subscribe|register|log in|sign in)",
    r"free (?:trial|of charge|articles?)",
    r"(?:\w+|\d+) (?:free )?(?:stories|articles) (?:a|per|this|left this) month",
    r"(?:cancel|pause) (?:at )?any ?time", r"(?:unlimited|full|digital) access",
    r"(?:per|a) month|a (?:week|year) for", r"(?:your|an?) e-?mail(?: address)?", r"password", r"user ?name",
    r"terms (?:of (?:use|service)|and conditions)", r"keep reading|continue reading|read on",
    r"(?:choose|pick|see|select) (?:a|your|our) (?:plan|subscription)s?", r"subscription", r"subscribe",
    r"(?:must|need to|have to|to) (?:be )?register(?:ed)?",
)  # fmt: skip
LOGIN_TITLE = _words(
    r"(?:please )?(?:log|sign)[ -]?(?:in|on|up)(?: (?:or|now|here|required|page|form|"
    r"to (?:your|my|our|the|continue|read|view|access|(?-i:[A-Z])))\b.*)?",
    r"(?:log|sign)[ -]?(?:in|on|up) to (?-i:[A-Z]).*", r"login(?: page| required)?",
    r"registration(?: form| required)?",
    r"register(?: now| here| (?:or|to (?:read|continue|view|access|comment))\b.*)?",
    r"(?:create|open) (?:an|your|a free) account", r"(?:reset|forgot(?:ten)?) (?:your )?password",
    r"(?:my|your) account", r"subscribe(?: now| today| to (?:read|continue|keep|(?-i:[A-Z])).*)?",
    r"(?:subscribers?|members?)[ -]only(?: (?:content|article|story|access|area|page|feature)s?)?",
    r"subscription(?: required| options)?", r"(?:continue|keep) reading(?: (?:this|with|by|the)\b.*)?",
    r"(?:welcome|good to see you) (?:back|again)",
)  # fmt: skip

#: What a server says that has no page to give.
ERRORS = _words(
    r"(?:page|article|story|content|file|url|address|link|resource|document|site|website)s? (?:that |"
    r"which )?(?:you(?:'re| are|'ve|’ve| have)? (?:\w+ )?(?:asked|request\w*|look\w*|tri\w+|want\w*|"
    r"sought|seeking|follow\w*|access\w*|attempt\w*)|(?:is|was|are) (?:no longer|not|gone|missing|"
    r"unavailable|temporarily))(?:\W+\w+){0,3}",
    r"(?:can ?not|can'?t|can’t|couldn'?t|could not|unable to|wasn'?t able to|not be) (?:be )?(?:find|"
    r"found|locate|located|display|displayed|load|loaded|reach|reached|open|opened|access\w*)",
    r"(?:does|do|did)(?:n'?t|n’t| not) (?:seem to )?exist",
    r"(?:no longer|not|temporarily|currently) (?:here|available|exists?|found|accessible|unavailable)",
    r"(?:may|might|could|has|have) (?:have )?(?:been|be) (?:moved|removed|deleted|renamed|taken down|"
    r"archived|withdrawn|mistyped)(?:\W+\w+){0,3}",
    r"(?:typed|entered|spelled|copied) (?:\w+ )?(?:wrong(?:ly)?|incorrectly|in(?:to)? \w+)",
    r"nothing (?:was |has been |is )?(?:found|here)", r"(?:maybe |perhaps )?(?:try )?(?:a search|searching)",
    r"mistyped|misspelled|outdated link|broken link|dead link",
    r"(?:check|correct) (?:the|your) (?:address|url|spelling|link|connection)",
    r"(?:go|head|return|get|take me|take you)(?: back)?(?: to)? (?:the|our|its)? ?(?:home|front|main|"
    r"start|previous)(?: ?page)?",
    r"search (?:box|bar|field|function|our|the site|for (?:it|what))",
    r"(?:try|come back|check back)(?: \w+)? (?:again|later|in a (?:few|moment|while))",
    r"(?:we are|we're|we’re|so|very)? ?sorry", r"apologi[sz]e(?: for)?", r"(?:internal )?server error",
    r"error (?:code|number|\d+)|\d{3} error|http \d{3}|status \d{3}", r"permission to (?:access|view)",
    r"access (?:is |was |has been )?denied", r"not (?:authori[sz]ed|allowed|permitted) to",
    r"technical (?:difficulties|problems?|error|issue)s?", r"something went wrong|went wrong|oops",
    r"(?:not|un)available (?:in|to|for) (?:your|legal|most|users|readers|visitors)(?:\W+\w+){0,3}",
    r"(?:under|scheduled|undergoing) maintenance", r"european economic area|gdpr|general data protection regulation",
    r"contact (?:the |our |us|site |system )?(?:\w+ )?(?:administrator|webmaster|support|owner|team|us)?",
    r"bad gateway|gateway time-?out|service unavailable|too many requests|not found|forbidden|timed out",
    r"(?:complet|process|serv|handl|fulfil)\w* (?:your|the) request", r"back (?:soon|shortly|online)",
    r"nginx|apache|varnish|guru meditation|xid",
)  # fmt: skip
_STATUS = r"(?:40[0-9]|410|42[0-9]|451|50[0-9]|52[0-9])"
_STATUS_WORD = (
    r"(?:error|code|page|file|not|found|forbidden|gone|bad|request|gateway|service|server|internal|unauthori[sz]ed|too|"
    r"many|requests|unavailable|access|denied|temporarily|time-?out|cannot|can't|be|the|this|that|url|resource|could|was|is|oops|"
    r"sorry|for|legal|reasons|proxy|authentication|required|method|allowed)"
)
#: What stands before what a notice's title says: "Sorry, …", "Error: …", "Oops! …".
BEFORE_TITLE = re.compile(
    r"^(?:(?:error|whoops|oops|we(?:'re| are) (?:so )?sorry|sorry)\s*[,.:!–—-]+\s*)+(?=\S)", re.IGNORECASE
)
ERRORS_TITLE = _words(
    rf"(?:(?:error|http|status|code)\W+)*{_STATUS}(?:\W+{_STATUS_WORD}){{0,8}}\W*",
    r"(?:(?:the|this|that|requested) )*(?:page|file|article|story|content|site|url|document|resource)"
    r"(?: (?:that )?you(?:'re| are|'ve)? (?:requested|wanted|looking for))?"
    r" (?:(?:was|is|has|been|could|can|does) )*(?:not|no longer|un(?:available|known)|moved|removed|missing|gone|"
    r"expired|deleted|cannot|can ?not|can't|couldn't|doesn't|isn't|wasn't)"
    r"(?: (?:be|been|found|exist|available|here|permanently|any ?more|accessible|displayed|loaded|valid)){0,3}",
    r"we (?:can't|can ?not|couldn't|could not) (?:seem to )?(?:find|locate) "
    r"(?:that|this|the|your) (?:page|article|story)",
    r"not found", r"access (?:is |was |has been )?denied",
    r"access to this (?:page|site|resource) (?:is|was|has been) denied",
    r"forbidden", r"(?:internal )?(?:server |application |runtime |database )?error(?: \d+| page| occurred)?",
    r"an error (?:has )?occurred", r"(?:service|temporarily|currently|site) unavailable",
    r"unavailable(?: (?:for legal reasons|in your (?:country|region|location)))?", r"bad (?:gateway|request)",
    r"w?h?oops",
    r"something went wrong", r"(?:(?:site|website|down|is) )*(?:for |under |scheduled )?maintenance(?: mode| page)?",
    r"(?:we(?:'re| are) )?(?:so )?sorry", r"(?:problem loading page|unable to connect|this site can't be reached)",
    r"lost|looks like you(?:'re| are) lost", r"too many requests", r"gone", r"unauthori[sz]ed",
)  # fmt: skip

#: What is said to the reader, and what he is told to do: no news is told so.
TO_THE_READER = _words(
    r"you", r"your", r"yours", r"you're", r"you'll", r"you've", r"we", r"our", r"(?-i:us)",
    r"we're", r"we've", r"please", r"this (?:page|site|website|process|article|content)",
    r"(?:ihre[rnms]?|wir|unsere[rnms]?|bitte|vous|votre|vos|nous|nos|veuillez|usted|ustedes|"
    r"nosotros|nuestr[oa]s?|você|nós|noss[oa]s?|uw|je|jouw|wij|onze|lei|vostr[oaie]|noi|nostr[oaie])",
)  # fmt: skip
COMMAND = re.compile(
    r"^(?:please )?(?:accept|agree|allow|ask|cancel|check|choose|click|close|come|complete|confirm|contact|continue|"
    r"copy|create|decline|download|enable|enter|find|follow|get|go|help|join|keep|learn|log|make|manage|move|open|"
    r"pick|press|prove|read|refresh|register|reject|reload|remember|reset|return|search|see|select|send|set|show|"
    r"sign|solve|start|stay|subscribe|switch|tap|tick|try|turn|type|use|verify|view|visit|wait|write)\b(?!ing)",
    re.IGNORECASE,
)
#: Words that only a report has; a sentence with one is none of a notice.
REPORT = _words(
    r"said|told|reported|announced|according to|(?:mon|tues|wednes|thurs|fri|satur|sun)day", r"police", r"army",
    r"soldiers?", r"minister", r"president", r"governor", r"mayor", r"court", r"judge", r"gunmen", r"rebels",
    r"militants", r"officials?", r"protest\w*", r"parliament", r"killed", r"wounded", r"injured", r"arrested",
    r"attacked", r"attackers?", r"fined", r"sued", r"died",
)  # fmt: skip

#: What a service leaves where it took a text back, or never had one.
REMOVED = re.compile(
    r"^\W*(?:(?:this |the )?(?:article|content|text|story|post|comment|message|page|item|record)s? (?:was|has been|"
    r"have been|is|were) )?"
    r"(?:removed|deleted|withdrawn|retracted|redacted|unavailable|not available|no longer available|taken down|"
    r"expired|embargoed|hidden|censored|blocked|suspended|null|none|nan|n/a|undefined|no (?:content|text|"
    r"description|body))"
    r"(?: (?:by|at|from|due|on|for|under) (?:the |its |our |a )?\w+(?:[' ’]\w+){0,5})?\W*$",
    re.IGNORECASE,
)
#: How a few words begin that only lead to something else.
POINTER = re.compile(
    r"^\W*(?:read|watch|click|see|subscribe|sign|log|listen|follow|share|download|join|register|tap|view|visit|"
    r"photos?|pictures?|images?|videos?|audio|podcast|gallery|slideshow|live\W|loading|page \d|please|more\b|"
    r"coming soon|stay tuned|updates?|home\b|menu|contact|about|advertisement|related|source|via|copyright|test\b|"
    r"untitled|no title|lorem)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notice: the rule that refuses it, what it is, what its title says and what its sentences have.

    Without such a title so many different `matters` must be in them.
    """

    rule: str
    what: str
    title: re.Pattern[str]
    sentence: re.Pattern[str]
    matters: int = 1


NOTICES = (
    Notice("cookie_wall", "a site's question about cookies", COOKIES_TITLE, COOKIES, 2),
    Notice("robot_check", "a site's check for robots", ROBOTS_TITLE, ROBOTS),
    Notice("error_page", "a server's notice that it has no such page", ERRORS_TITLE, ERRORS),
    Notice("login_page", "a page to log in or subscribe", LOGIN_TITLE, LOGIN),
)
