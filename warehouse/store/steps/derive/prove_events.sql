-- what: the best proof of each event and who reports it, so that no view has to look through all mentions
-- reads: articles
-- writes: event_evidence
-- given: {mentions}, a relation with all mentions of those events, of which there is no row
INSERT INTO event_evidence BY NAME
SELECT
    m.event_id,
    first(m.event_mention_id ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS event_mention_id,
    first(m.article_id ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS article_id,
    first(m.text ORDER BY a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence,
    first(m.attribution ORDER BY m.attribution IS NULL, a.is_canonical DESC, m.confidence DESC, m.event_mention_id)
        AS attribution,
    first(a.url ORDER BY a.url IS NULL, a.is_canonical DESC, m.confidence DESC, m.event_mention_id) AS evidence_url,
    list(DISTINCT m.article_id ORDER BY m.article_id) AS article_ids,
    first(a.url ORDER BY a.url IS NULL, a.published_date, a.article_id) AS first_url,
    first(a.title ORDER BY a.published_date, a.article_id) AS first_title,
    min(a.published_date) AS first_published_date,
    min(m.sentence_number) AS first_sentence_number,
    first(a.language ORDER BY a.published_date, a.article_id) AS language,
    string_agg(DISTINCT coalesce(a.source_name, a.source_domain), '; '
               ORDER BY coalesce(a.source_name, a.source_domain)) AS sources,
    count(*) AS mention_count,
    min(a.first_seen_at) AS first_seen_at,
    max(a.last_seen_at) AS last_seen_at
FROM {mentions} m
JOIN articles a USING (article_id)
GROUP BY m.event_id
