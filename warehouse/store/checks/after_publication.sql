-- severity: warn
-- table: event_mentions
-- rule: what happened is not dated after its publication
-- why: The article tells of it as having happened, and was published before the day that is given for it: the year or
--   the publication date is wrong, or it is yet to come.
-- remedy: Compare `date_text` with `published_date`: a manifest with the right publication date, or `dateline correct set
--   EVENT date_start DAY`, mends it. Leave such rows out of time series.
-- shows: event_mention_id, event_id, article_id, date_start, published_date, published_from, date_text, text
SELECT m.*, a.published_date, a.published_from
FROM {rows} m
JOIN {articles} a USING (article_id)
WHERE m.status IN ('actual', 'ongoing', 'claimed', 'historical')
  AND m.date_start > a.published_date
  AND a.published_precision IN ('day', 'time')
