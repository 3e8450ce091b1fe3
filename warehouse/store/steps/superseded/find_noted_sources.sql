-- what: which file holds which article by what is merged, as the latest run read it
-- fills: noted_sources
-- reads: incoming_article_sources
SELECT * EXCLUDE (_package_id, _run_id, _seen_at, _place), _run_id AS run_id, _seen_at AS read_at
FROM incoming_article_sources
QUALIFY row_number() OVER (
    PARTITION BY raw_uri, article_id ORDER BY _place DESC, raw_locator NULLS FIRST, _package_id) = 1
