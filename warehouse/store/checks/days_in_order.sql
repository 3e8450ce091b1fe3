-- severity: warn
-- table: events, event_mentions
-- rule: date_start is not after date_end
-- why: The first day is after the last: a slip of the coder, and a span of negative length for whoever counts days.
-- remedy: `dateline correct set EVENT date_start DAY` or `date_end`; leave the row out of durations until then.
-- shows: event_id, date_start, date_end, date_text
SELECT * FROM {rows} WHERE date_start > date_end
