-- what: what meta.rejected_records is to say of articles that leave
-- fills: superseded_rows
-- reads: lapsed_sources, leaving_rows
SELECT substring(sha256(concat_ws('|', 'superseded', l.raw_uri, l.article_id, l.successor)), 1, 16)
           AS rejected_id,
       l.run_id, 'merge' AS stage, 'superseded' AS rule,
       'the file was edited and now holds article ' || l.successor || ', which takes the place of article '
           || l.article_id AS message,
       l.raw_uri, l.raw_sha256, a.external_id, l.article_id, substring(coalesce(a.title, a.body), 1, 500)
           AS payload,
       l.read_at AS rejected_at
FROM lapsed_sources l JOIN leaving_rows a USING (article_id)
