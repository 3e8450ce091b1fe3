-- what: reports that a correction unites or parts
-- fills: tied_reports
-- reads: meta.corrections, event_mentions
-- given: {said}, a query of the mentions that the corrections of `standing` name
WITH standing AS (FROM meta.corrections WHERE status <> 'undone'), said AS ({said})
SELECT DISTINCT correction_id, action, made_at, side, report_id FROM said JOIN event_mentions
USING (event_mention_id)
