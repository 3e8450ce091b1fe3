-- severity: fail
-- table: event_mentions
-- rule: {column} is no more than the text says
-- each: fatalities_best, injured, arrested, abducted
-- why: The count is higher than the numbers that stand in its article for it (event_numbers) add up to.
-- remedy: A bug of the coder: report it with the event_mention_id. `dateline correct set EVENT {column} VALUE` mends the
--   event meanwhile, `dateline withdraw` takes the article out.
-- shows: event_mention_id, event_id, article_id, {column}, told_{column}, text
SELECT * FROM {told_counts} WHERE {column} > told_{column}
