-- what: rows of meta.rejected_records to be written anew
-- fills: noted_withdrawals
-- reads: meta.rejected_records, withdrawn_articles
SELECT rejected_id FROM meta.rejected_records WHERE rule = 'withdrawn'
UNION SELECT rejected_id FROM withdrawn_articles
