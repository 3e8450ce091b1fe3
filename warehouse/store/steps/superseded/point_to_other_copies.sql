-- what: an article that stays, since another file holds it too, no longer names the file that was edited
-- reads: meta.article_sources, lapsed_sources
-- writes: articles
UPDATE articles SET raw_uri = s.copy.raw_uri, raw_locator = s.copy.raw_locator,
                    raw_sha256 = s.copy.raw_sha256, external_id = s.copy.external_id
FROM (SELECT article_id, min_by(m, (m.raw_uri, m.raw_locator)) AS copy FROM meta.article_sources m
      WHERE article_id IN (SELECT article_id FROM lapsed_sources) GROUP BY article_id) s,
     lapsed_sources l
WHERE s.article_id = articles.article_id AND l.article_id = articles.article_id
  AND l.raw_uri = articles.raw_uri
