-- What could have told of an event and was left out: its words, where they stand, and the rule or judge that dropped it.
SELECT
    x.mention_id,
    x.rule,
    x.event_type,
    x.confidence,
    x.text,
    -- whole words, in one line
    trim(regexp_replace(
        CASE x.field
            WHEN 'title' THEN a.title
            ELSE regexp_replace(
                regexp_replace(
                    a.body[greatest(x.start_char - 119, 1):x.end_char + 120],
                    CASE WHEN x.start_char > 120 THEN '^\S*\s' ELSE '^' END, ''
                ),
                CASE WHEN x.end_char + 120 < length(a.body) THEN '\s\S*$' ELSE '$' END, ''
            )
        END,
        '\s+', ' ', 'g'
    )) AS context,
    x.article_id,
    a.title,
    coalesce(a.source_name, a.source_domain) AS source,
    a.published_date,
    a.url,
    x.field,
    x.start_char,
    x.end_char
FROM meta.excluded_mentions x
JOIN articles a USING (article_id)
