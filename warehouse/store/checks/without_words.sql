-- severity: warn
-- table: event_mentions
-- rule: {column} has its words
-- each: fatalities_best, injured, arrested, abducted
-- why: The count is another than the numbers of its article for it add up to, or no span proves it: the package is older
--   than the spans.
-- remedy: `dateline run` over the same sources codes the articles anew, with the spans.
-- shows: event_mention_id, event_id, article_id, {column}, told_{column}, coder_version, text
SELECT * FROM {told_counts} WHERE {column} IS NOT NULL AND told_{column} IS DISTINCT FROM {column}
