-- One row per event: its best proof, and the sources that report it.
SELECT
    m.event_id,
    first(m.text ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
    first(m.attribution ORDER BY m.attribution IS NULL, a.is_canonical DESC, m.confidence DESC, m.event_mention_id)
        AS attribution,
    first(a.url ORDER BY a.url IS NULL, a.published_date, a.article_id) AS first_url,
    first(a.title ORDER BY a.published_date, a.article_id) AS first_title,
    first(a.language ORDER BY a.published_date, a.article_id) AS language,
    min(a.published_date) AS first_published_date,
    string_agg(DISTINCT coalesce(a.source_name, a.source_domain), '; ' ORDER BY coalesce(a.source_name, a.source_domain))
        AS sources,
    min(m.sentence_number) AS first_sentence_number,
    count(*) AS mention_count,
    min(a.first_seen_at) AS first_seen_at,
    max(a.last_seen_at) AS last_seen_at
FROM event_mentions m
JOIN articles a USING (article_id)
GROUP BY m.event_id
