"""What newsrooms write around an article: bylines, datelines, calls to subscribe, credits, biographies.

What belongs here: the wording, one place to read and extend it. What is done with a match is for `layout`.
"""

from __future__ import annotations

import re

#: Small words inside names of persons: "Olaf van den Berg", "Ana de Souza".
PARTICLES = tuple(
    "de del della da di do das dos du van von der den zu bin bint ibn abu al el ul ud le la ter ten".split()
)
_NAME_WORD = rf"(?:[A-Z][\w'’.-]*|{'|'.join(PARTICLES)})"
NAME = rf"(?:[A-Z][\w'’.-]*)(?:[ -]{_NAME_WORD}){{0,4}}"
_NAMES = rf"{NAME}(?:(?:, | and | & |, and | / |; ){NAME})*"

#: "By Jane Doe", "Author: Jane Doe", "Reporting by Jane Doe in Kabul"; group 1 is what follows.
BYLINE = re.compile(
    r"^(?:by|author|authors|written by|byline|reported by|words by|words|text by|story by|from our correspondent|"
    r"par|por|von|texte de|texto de|auteur|autor|autora|نویسنده|автор)\b"
    r"\s*[:–—-]?\s+(\S.{1,150})$",
    re.IGNORECASE,
)
LABELLED_BYLINE = re.compile(r"^(?:authors?|byline|written by|auteur|autora?|نویسنده|автор)\s*:\s*(.+)$", re.IGNORECASE)
BARE_NAMES = re.compile(rf"^{_NAMES}$")
#: A line that is nothing but the name of one person: two to four capitalised words, none of them a newsroom's.
PERSON = re.compile(
    r"^(?!.*\b(?:Times|Post|News|Press|Wire|Herald|Daily|Journal|Gazette|Dispatch|Courier|Desk|Staff|Agency|Agencies|"
    r"Correspondent|Reporter|Tribune|Sun|Star|Mail|Standard|Observer|Review|Today|Update|Analysis|Opinion|"
    r"Redacción|Redação|Rédaction|Redaktion|The)\b)"
    rf"[^\W\d_a-z][^\W\d_]+(?:[ -]{_NAME_WORD}){{1,3}}$"
)
#: A word that names of publishers and their desks have and hardly a person's.
ORGANISATION = re.compile(
    r"\b(?:Times|Post|News|Newspapers?|Press|Wire|Herald|Daily|Weekly|Journal|Gazette|Dispatch|Courier|Tribune|"
    r"Chronicle|Telegraph|Observer|Examiner|Broadcasting|Media|Network|Radio|TV|Television|Agency|Agencies|Desk|Staff|"
    r"Team|Newsroom|Bureau|Service|Online|Digital|Group|Reuters|AFP|AP|UPI|Xinhua)\b|\.(?:com|org|net)\b"
)
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_CLOCK = (
    r"\d{1,2}(?:[:.]\d{2})?(?::\d{2})?\s*[ap]\.?m\b\.?|\b\d{1,2}:\d{2}(?::\d{2})?|"
    r"(?<=[\dmM.] )(?:UTC|GMT|BST|CET|CEST|E[DS]?T|C[DS]T|M[DS]T|P[DS]?T|IST|WAT|EAT|SAST)\b"
)
#: Nothing but words of dates and their labels, as is left of a byline whose numbers were cut away.
CALENDAR_WORDS = re.compile(
    rf"^(?:(?:published|posted|updated|modified|on|at|last|first|{_DAY_NAME}|{_MONTH_NAME})[\s,:]*)+$", re.IGNORECASE
)
#: The date in a byline, with its weekday, time and zone: "Tuesday June 14, 2022 9:40 am EDT".
BYLINE_DATE = re.compile(
    rf"\b(?:{_DAY_NAME},?\s+)?(?:{_MONTH_NAME}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME}(?:,?\s+\d{{4}})?|{_MONTH_NAME}\s+\d{{4}})\b|"
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}(?:T[\d:.+Z-]+)?|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}\b|{_CLOCK}",
    re.IGNORECASE,
)
#: What is said of the date in a byline; only cut where a date was.
BYLINE_DATE_LABEL = re.compile(
    r"(?:(?:first |last |originally )?(?:published|posted|updated|modified|written|filed|date)\s*(?:on|at|:)?\s*)"
    r"(?=\x00)|"
    r"(?:^|(?<=[\x00\s,|·•]))(?:on|at)\s*(?=\x00)",
    re.IGNORECASE,
)
#: What follows the names in a byline: an office, a place, an agency, a date.
AFTER_NAMES = re.compile(
    r"\s*(?:[|•·(]|\s[–—-]\s|,\s*(?:in\s|AP|Reuters|AFP|Associated|[Ss]taff|[Cc]orrespondent|[Ee]ditor|[Ss]enior|"
    r"[Cc]hief|[Ss]pecial|[Tt]he\s|[A-Z][a-z]+ (?:[Ww]riter|[Cc]orrespondent|[Ee]ditor|[Rr]eporter|[Nn]ews))|"
    r"\s(?:in|for|at|of)\s|\s(?:AP|AFP)\b|,?\s*\d).*$"
)
NOT_AUTHORS = re.compile(
    r"^(?:staff(?: reporters?| writers?)?|(?:the )?\w+ (?:desk|staff|team|bureau|service)|admin|"
    r"administrator|editor|editors|newsroom|web ?desk|news ?desk|guest|"
    r"(?:our )?(?:special )?correspondents?|agencies|unknown|anonymous|n/?a|none|null|about us|read more|follow|"
    r"contributors?|no authors?|authors?|posted|press release|share|by)$",
    re.IGNORECASE,
)

#: News agencies, as a byline names them.
AGENCY = re.compile(
    r"(?:Reuters|AFP|Agence France[- ]Presse|AP|(?:The )?Associated Press|UPI|Xinhua|TASS|Interfax|RIA Novosti|dpa|DPA|"
    r"EFE|ANSA|Lusa|PTI|Press Trust of India|ANI|IANS|BSS|UNB|Bernama|Antara|Yonhap|Kyodo(?: News)?|KYODO|"
    r"Jiji(?: Press)?|JIJI(?: PRESS)?|PA Media|Press Association|AAP|"
    r"(?:The )?Canadian Press|Anadolu(?: Agency)?|IRNA|WAM|Belga|Ritzau|"
    r"Bloomberg(?: News)?|CNN|BBC(?: News)?|NBC(?: News)?|CBS(?: News)?|ABC(?: News)?|NPR|VOA|Agencies|"
    r"Wire (?:reports?|services?))"
    r"(?:\s*(?:/|,|and|&|\s)\s*(?:Reuters|AFP|AP|UPI|dpa|DPA|PTI|ANI|EFE|Xinhua|Agencies))*"
)
#: What a newsroom signs with where it names nobody.
DESK = re.compile(
    r"\b(?:(?:News|Web|Sports?|National|World|Foreign|City|Digital|Online|Social)? ?(?:Desk|Bureau)|"
    r"Staff(?: Reports?)?|Newsroom|News ?desk|Online|Editorial(?: Board)?|"
    r"(?:Staff|Court|Special|Our|Crime|Guest) (?:Reporters?|Correspondents?|Writers?|Contributors?)|"
    r"Correspondents?|Contributors?|(?:News|Editorial|Digital|Web) Team|News Service|Editors?|Reporters?|Agencies)$",
    re.IGNORECASE,
)
#: The office after a name: "Ann Roe Political Editor", "Ann Roe News reporter".
ROLE = re.compile(
    r"(?:,?\s+(?:Senior|Chief|Deputy|Associate|Assistant|Managing|Executive|Contributing|Freelance|Staff|Special|Acting|"
    r"News|Political|Politics|Education|Health|Science|Business|Economics?|Finance|Sports?|Football|Foreign|"
    r"International|National|World|Local|Regional|Crime|Courts?|Legal|Defen[cs]e|Security|Diplomatic|Environment|Climate|"
    r"Technology|Tech|Digital|Data|Investigations?|Investigative|Consumer|Transport|Culture|Arts|Entertainment|"
    r"Features?|City|Home|Affairs|Social|Religion|Energy|Industry|Media|Community|General|Assignment|Middle|East|Europe|"
    r"Africa|Asia|US|UK|White|House|Breaking|AP|BBC|CNN|NPR|and|&))*"
    r",?\s+(?:Editor(?:[- ]at[- ]Large)?|Reporter|Correspondent|Writer|Journalist|Columnist|Producer|Contributor|"
    r"Critic|Commentator|Blogger|Bureau Chief|Editor-in-Chief)s?(?:\s+(?:in|at|for)\s.*)?$",
    re.IGNORECASE,
)
#: What stands in a byline's place and names nobody.
NO_AUTHOR = re.compile(
    r"^(?:admin|administrator|webmaster|root|user|guest|unknown|anonymous|n/?a|none|null|undefined|about us|read more|"
    r"follow|no authors?|authors?|posted|share|by|the|view (?:all|author).*|edit|comments?|more|email|facebook|twitter|"
    r"article|written|name|saved by .*|photos?.*|image.*|getty.*|shutterstock|published|updated|advertis.*|sponsored.*|"
    r"subscribe.*|sign .*|home|search|\[email.*)$",
    re.IGNORECASE,
)

#: "Published: 8 August 2021", "Last updated on Aug 8, 2021 at 10:15"; group 2 is the date.
LABELLED_DATE = re.compile(
    r"^(?:first )?(published|posted|date|updated|last updated|last modified|modified|publication date|filed|created)"
    r"(?: on| at)?\s*[:–—-]?\s+(.{6,80})$",
    re.IGNORECASE,
)
#: "Source: The Daily Report", "URL: https://…"; group 1 is the key.
LABELLED_VALUE = re.compile(
    r"^(title|headline|subtitle|source|publisher|publication|url|link|language)\s*:\s+(\S.*)$", re.IGNORECASE
)

_JOURNALIST = (
    r"(?:editor|reporter|correspondent|journalist|columnist|staff writer|freelance|freelancer|writer|bureau chief|"
    r"contributor|contributing|blogger|commentator|producer|author of)"
)
#: A sentence that says who somebody is, as at the foot of an article; used with the author's own name before it.
BIO_OF_AUTHOR = re.compile(
    r"^(?:\W*)(?:is|was|has been|has|covers|writes|reports|worked|works|joined|lives|teaches|serves)\b.{0,200}?",
    re.IGNORECASE,
)
BIO_OF_ANYBODY = re.compile(
    rf"^(?P<name>{NAME}) (?:is|was) (?:an? |the |our )?(?:[\w’'-]+ ){{0,6}}?{_JOURNALIST}\b.{{0,30}}?"
    r"\b(?:for|at|with|of|in|based|who|covering|and)\b"
)
BIO_HEADING = re.compile(r"^(?:about the authors?|about the writers?)\s*:?$", re.IGNORECASE)
BIO_CONTACT = re.compile(
    r"^(?:you can )?(?:follow|contact|reach|e-?mail)\s+(?:him|her|them|the author|\w+ \w+)\b.{0,120}$", re.IGNORECASE
)

_UNTOLD = r"(?!.*\b(?:said|says?|told|tells?)\b)"  # "Join us or leave, the rebels told them" is news
_PAPER = r"(?:daily|weekly|monthly|morning|evening|weekend|free|e-?mail|news|breaking news)"
_UPDATE_DATE = (
    rf"(?>{BYLINE_DATE.pattern}|{_DAY_NAME}|\d{{1,3}} (?:minute|hour|day|week)s? ago|today|yesterday|at\b|on\b)"
)
#: Whole paragraphs that are not the article's, in pages and texts alike.
BOILERPLATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:read (?:more|also|next|on|the full (?:story|article))|also read|see also|related|more on this(?: story)?|"
        r"more from .{2,40}|recommended|you may (?:also )?like|don'?t miss|must read|most read|trending|"
        r"watch(?: now| live| more)?|listen)\s*(?:[:>»|].{0,160}|[–—-]+\s.{0,160})?$",
        r"^(?:lesen sie auch|mehr zum thema|(?:à )?lire aussi|lea (?:también|además)|(?:le|te) puede interesar|"
        r"leia (?:também|mais)|veja (?:também|mais)|leggi anche|lees ook|baca juga|ilgili haber|читайте также)"
        r"\s*(?:[:>»|–-].{0,160})?$",
        rf"^{_UNTOLD}(?:sign up|subscribe|register(?=\W*$| (?:now|here|today|free|with us|your|"
        r"for (?:our|free|the|an?|more)|to (?:read|continue|get|receive|view|access|comment))\b))\b.{0,200}$",
        r"^(?:click|tap) here\b.{0,160}$",
        rf"^{_UNTOLD}(?:follow|like|join|find) us\b.{{0,160}}$",
        rf"^{_UNTOLD}" r"(?:get|download) (?:our|the) .{0,60}(?:app|newsletter|alerts?)\b.{0,120}$",
        r"^.{0,60}\b(?:delivered|straight|sent) (?:straight )?to your inbox\b.{0,80}$",
        r"^(?:©|\(c\)\s*(?=copyright|\d{4}|(?-i:[A-Z]))|"
        r"copyright\s*(?=©|\(c\)|\d{4}|by\b|:|$|(?-i:[A-Z][\w.& ]{1,60}(?:$|\b(?:19|20)\d\d\b)))).{0,310}$",
        r"^.{0,120}\ball rights reserved\b.{0,160}$",
        r"^(?:advertisement|advertising|sponsored(?: content)?|promoted|story continues below.{0,40}|"
        r"article continues (?:after|below).{0,40}|continue reading.{0,60}|skip advert|loading\.*)$",
        r"^(?:share|tweet|print|e-?mail|comments?|facebook|twitter|whatsapp|pin it|save|reply|"
        r"share (?:this|on)\b.{0,60})$",
        r"^(?:enlarge this image|toggle caption|hide caption|image (?:source|copyright|caption)\b.{0,120})$",
        r"^(?:(?:main|featured?|cover|lead|top|header) )?(?:photo|picture|image|file photo|photograph)s?"
        r"(?: credit| by|:).{0,160}$",
        r"^(?:related|latest|recommended|trending|popular|top|other) "
        r"(?:stories|articles|news|posts|coverage|links|topics)$",
        r"^(?:(?:posted|published|updated)(?: on| by| at)?|be the first to know)\W*$",
        r"^(?:(?:estimated )?reading time|read time|tempo de leitura|tiempo de lectura|temps de lecture|lesezeit|"
        r"leestijd)\b.{0,30}$",
        r"^\W*\d{1,3}[- ]min(?:ute)?s?\.?(?:[- ]read| de lecture| de leitura| de lectura)\W*$",
        r"^this (?:article|story|post|piece) (?:was|has been|is|first|originally).{0,60}"
        r"\b(?:published|appeared|republished|syndicated)\b.{0,160}$",
        r"^the (?:post|article) .{1,240} (?:appeared first|first appeared) (?:on|in|at) .{1,100}$",
        r"^\(?(?:additional |further )?(?:reporting|writing) by .{3,200}(?:editing by .{2,100})?\)?\.?$",
        r"^\(?edit(?:ed|ing) by .{3,120}\)?\.?$",
        rf"^{_UNTOLD}for (?:the latest|more(?! than)|breaking|all the latest)\b.{{0,80}}"
        r"\b(?:download|follow|visit|subscribe|sign up)\b.{0,160}$",
        rf"^{_UNTOLD}"
        r"(?:to (?:read|view|see|continue)|already a|if you(?:’|')?(?:re| are)|please)\b.{0,100}"
        r"\b(?:subscribe[rd]?|log ?in|sign in|register)\b.{0,160}$",
        r"^follow .{2,60}\bon (?:twitter|facebook|instagram|x\b|youtube|telegram|whatsapp|social media).{0,120}$",
        r"^(?:no part of|written permission|this (?:article|material|content|website))\b.{0,80}"
        r"\b(?:copyright(?:ed)?|permission|reproduced|redistributed)\b.{0,160}$",
        r"^our standards:.{0,120}$",
        r"^(?:reuters?|-0-|-30-|#{1,3}|\(?ends?\)?)$",
        r"^(?:tags?|topics?|filed under|categories)\s*:.{0,200}$",
        r"^we use cookies\b.{0,300}$",
        rf"^{_UNTOLD}"
        r"(?:get|receive|want)\b.{0,160}"
        r"\b(?:newsletters?|(?:updates|alerts|news|headlines|stories|briefings?|it) (?:\w+ ){0,3}by e-?mail|"
        r"e-?mail (?:updates|alerts)|your inbox|your letter ?box)\b.{0,200}$",
        rf"^{_UNTOLD}"
        r"(?:never miss|do you want|stay (?:informed|up to date)|there['’]s (?:plenty )?more)\b.{0,160}"
        r"\b(?:newsletters?|your inbox|sign up|subscribe)\b.{0,200}$",
        rf"^(?:our|{_PAPER}) (?:[\w&'’.-]+ ){{0,3}}newsletters?$",
        rf"^(?:the )?(?-i:[A-Z][\w&'’.-]* ){{0,3}}{_PAPER} newsletters?$|"
        rf"^the (?-i:[A-Z][\w&'’.-]* ){{1,3}}newsletters?$",
        rf"^{_UNTOLD}"
        r"(?:enjoy(?:ed|ing)?|liked?) (?:this|what you|reading)\b.{0,160}"
        r"\b(?:share|subscribe|sign up|support|follow)\b.{0,80}$",
        r"^(?:tell us what you think|have your say|what do you think\?|let us know(?: what you think| your thoughts)?)"
        r"(?:\W*|,? (?:in (?:the|our) comments?|below|on (?:facebook|twitter|x))\b.{0,40})$",
        rf"^{_UNTOLD}"
        r"(?:this (?:post|article|page|story|site|content)|we|our (?:team|site|editors))\b.{0,160}"
        r"\b(?:affiliate (?:links?|partners?|commissions?)|earn (?:a|an|some) .{0,20}commission|"
        r"recommend\b.{0,60}\bindependently review\w*)\b.{0,240}$",
        r"^(?:(?:see more|more)\s*[:|»>]|(?:video|gallery)\s*[|»>])\s?.{0,160}$",
        r"^also on [\w-]+\.\w{2,4}\b.{0,200}$",
        rf"^(?:last )?(?:updated|modified)\b[:\s]*(?:{_UPDATE_DATE}[\s,|·•–—-]*+)++\.?$",
    )
)
LONGEST_BOILERPLATE = 320

_WHEN = (
    rf",? (?:(?:on|at|after|not before|until|till|to|or|for (?:release|publication|use)) )*(?:\d|{_DAY_NAME}|"
    rf"{_MONTH_NAME}|noon\b|midnight\b|(?:up)?on receipt\b|receipt\b|delivery\b|immediately\b|"
    r"further notice\b).{0,80}$"
)
#: What a desk adds to the name of a story, after a comma: "1st Ld-Writethru", "0212", "URGENT".
_DESK_PART = (
    r",\s?(?:\d{1,5}(?: words)?|(?i:(?:\d{1,2}(?:st|nd|rd|th) )?(?:ld|lead|lede|add|take|update|updates|writethru|"
    r"pickup|insert|sub|urgent|bulletin|flash|advisory|bjt|budget|corrective|corrected|photos?|pix|tv)(?:[- ]\w+)?)|"
    r"[A-Z][A-Z\d-]{1,15})(?=[,/(]|\s\(|$)"
)
#: A line that corrects: the desk's where it is a sentence or stands above a title, else a title.
CORRECTION = re.compile(r"(?:corrections?|clarifications?)\s*:.{0,400}$", re.IGNORECASE)
#: Whole lines above a story that are the desk's and no title: "FOR IMMEDIATE RELEASE", "Eds: Adds quotes", "1st LEAD".
DESK_NOTE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i)^for (?:immediate |general )?(?:release|publication)(?:\W*$|\s*[:–—-].{{0,80}}$|{_WHEN})",
        r"(?i)^(?:strictly |under )?embargo(?:ed)?"
        rf"(?:\W*$|\s*[:–—-]+\s?(?=.{{0,40}}(?:\d[:.]?\d\d|GMT|until|release))"
        rf".{{0,80}}$|{_WHEN})",
        r"(?i)^(?:strictly )?embargoed\s*[:–—-].{0,80}$",
        r"(?i)^not for (?:release|publication)(?:\W*$|\s*[:–—-].{0,80}$|,? (?:until|till|before|or|in|to)\b.{0,80}$)",
        r"(?i)^(?:press|news|media) (?:release|statement|advisory)\s*:?$",
        r"(?i)^(?:media |press )?contacts?\s*:.{3,160}$",
        r"(?i)^\((?:adds?|updates?|recasts?|corrects?|refiles?|repeats?|rewrites?|eds|with)\b.{0,240}\)\.?$",
        r"(?i)^eds?\.?\s*:.{0,240}$",
        r"(?i)^(?:note to |attention,? )?editors?(?:['’]s?)?(?: notes?)?\s*[:–—-]\s.{0,400}$",
        r"^(?:ADDS?|RECASTS?|UPDATES?|CORRECTS?|REFILES?|REPEATS?)\s*[:,–—-]\s?(?=[^A-Z]*[a-z]).{0,240}$",
        r"^(?:URGENT|BULLETIN|FLASH|ADVISORY|BREAKING(?: NEWS)?|REFILE|CORRECTED|CORRECTION|RECAST|REPEAT|LEAD|UPDATE|"
        r"ROUNDUP|WRAPUP|NEWS ?ALERT|ALERT|SNAP|\W?MORE|ADDS?|WRITETHRU)(?:\s*\d{1,2})?\W*$",
        r"(?i)^\W*\d{1,2}(?:st|nd|rd|th) (?:lead|ld|add|take|update|writethru|roundup)(?:-\w+)?"
        r"(?:\s*[,(/].{0,40}|[^\w:]*)$",
        r"(?i)^(?:page \d+\s*/?\s*)?take (?:\d{1,2}|one|two|three|four)(?: of \w+)?\W*$",
        r"(?i)^slug(?:line)?\s*:.{1,80}$",
        rf"^(?:BC|AM|PM)-{{1,2}}[A-Z][^\s,]*(?:(?:{_DESK_PART}|,\s?[A-Z]\w*)*|(?: [^,]{{1,30}}+)?(?:{_DESK_PART})+)$",
    )
)
#: A slug, by which a desk names a story: "MALI-CLASH", "mali-clash-border,2nd Ld", "Mali/border/"; no single word.
SLUG = re.compile(
    r"^(?:(?=[^a-z]+(?:[\s,(/]|$)|[^A-Z]+(?:[\s,(/]|$)|\S+-\S+-\S)[A-Za-z][\w.'’]*(?:-{1,2}[\w.'’]+)+|"
    r"[A-Za-z][\w.'’ ]{0,30}(?:/[\w.'’ ]{0,30})*/)"
    rf"(?:/|\s*\((?:UPDATE|LEAD|ADD|CORRECTED|URGENT|PIX|TV|\d)[^)]*\)|{_DESK_PART}|,[\w-]{{1,30}}+)*$"
)
LONGEST_DESK_NOTE = 440
LONGEST_SLUG = 100
#: What a wire writes before the title of a new version: "UPDATE 2-", "CORRECTED -", "ROUNDUP:".
VERSION_PREFIX = re.compile(
    r"^(?:(?:UPDATE|WRAPUP|REFILE|RPT|REPEAT|CORRECTED|CORRECTION|RECAST|LEAD|ROUNDUP)(?:\s\d{1,2})?|"
    r"\d(?:ST|ND|RD|TH) LEAD)\s*[:/–—-]+\s*(?=[A-Z“\"'‘\d])"
)
