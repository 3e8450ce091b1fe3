-- what: reports of a crowd that lead from now on, or no more
-- fills: changed_sides
-- given: {near}, a query of the rows of crowds' blocks; {alike}, the columns that a crowd has in common; $crowd, how
--   many reports lead
SELECT report_id, block, NOT follows AS follows
FROM ({near})
QUALIFY follows <> (row_number() OVER (PARTITION BY {alike} ORDER BY report_id) > $crowd)
