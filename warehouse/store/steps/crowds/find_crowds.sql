-- what: what the reports of each crowd of those blocks have in common
-- fills: crowds
-- given: {near}, a query of the rows of these blocks; {alike}, the columns that a crowd has in common; $crowd, how
--   many reports lead
SELECT {alike} FROM ({near}) GROUP BY ALL HAVING count(*) > $crowd OR bool_or(follows)
