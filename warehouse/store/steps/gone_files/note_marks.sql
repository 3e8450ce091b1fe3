-- what: articles whose mark is another than what files hold says
-- reads: articles, meta.source_files, lost_members, files_of_uris
-- writes: marked_articles
-- given: {sources}, the rows of meta.article_sources that are looked at
INSERT INTO marked_articles
WITH held AS (
    SELECT s.article_id, bool_and(f.gone_since IS NOT NULL OR l.raw_uri IS NOT NULL) AS is_gone
    FROM {sources} s
    LEFT JOIN files_of_uris u ON u.raw_uri = s.raw_uri
    LEFT JOIN meta.source_files f ON f.uri = coalesce(u.uri, s.raw_uri)
    LEFT JOIN lost_members l ON l.raw_uri = s.raw_uri AND l.article_id = s.article_id
    GROUP BY s.article_id
)
SELECT article_id, h.is_gone FROM held h JOIN articles a USING (article_id)
WHERE coalesce(a.is_withdrawn_at_source, false) <> h.is_gone
