-- what: articles that stay away, as rows of meta.rejected_records
-- fills: withdrawn_articles
-- reads: given_withdrawn
SELECT substring(sha256('withdrawn|' || article_id), 1, 16) AS rejected_id, 'merge' AS stage,
       'withdrawn' AS rule, * FROM given_withdrawn
