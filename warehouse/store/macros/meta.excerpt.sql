(text, place) AS trim(regexp_replace(
    regexp_replace(
        regexp_replace(
            text[greatest(place - 80, 1):place + 159],
            CASE WHEN place > 81 THEN '^\S*\s' ELSE '^' END, CASE WHEN place > 81 THEN '… ' ELSE '' END
        ),
        CASE WHEN place + 159 < length(text) THEN '\s\S*$' ELSE '$' END, CASE WHEN place + 159 < length(text) THEN ' …' ELSE '' END
    ),
    '\s+', ' ', 'g'
))
