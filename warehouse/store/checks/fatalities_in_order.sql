-- severity: warn
-- table: events, event_mentions
-- rule: fatalities are in order
-- why: low, best and high are not in that order, so that a range is empty.
-- remedy: Read the event's evidence (`FROM event_evidence`); `dateline correct set EVENT fatalities_low VALUE` and the
--   like set what it says.
-- shows: event_id, fatalities_low, fatalities_best, fatalities_high
SELECT * FROM {rows} WHERE fatalities_low > fatalities_best OR fatalities_best > fatalities_high
