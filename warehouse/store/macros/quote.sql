(id) AS TABLE
SELECT
    m.event_id,
    m.text AS sentence,
    m.attribution,
    a.title,
    coalesce(a.source_name, a.source_domain) AS source,
    a.published_date,
    a.url,
    m.field,
    m.start_char,
    m.end_char,
    m.trigger_text,
    m.confidence,
    a.is_canonical,
    m.article_id,
    m.event_mention_id
FROM event_mentions m
JOIN articles a USING (article_id)
-- not '=': an id that is itself looked up is then known before the reports are read
WHERE m.event_id IN (SELECT coalesce((SELECT event_aliases.event_id FROM event_aliases WHERE alias_id = id), id))
ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id
