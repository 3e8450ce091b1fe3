-- the Arabic article in its assimilated forms, as it is written in Latin letters, and the English one
(spelling) AS meta.place_key(regexp_replace(
    meta.plain_letters(spelling), '\b(al|ar|as|ash|ad|adh|an|at|ath|az|el|er|es|esh|ed|edh|en|et|eth|ez|the)[ -]+', '', 'g'
))
