(spelling) AS strip_accents(translate(lower(spelling), 'ıłøđðəħŋ', 'iloddahn'))
