-- what: how many articles there are, how many results of checks, and of how many checks of ours with errors
-- reads: articles, meta.check_results
-- given: $own, names of the analyst's checks
SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM meta.check_results),
       (SELECT count(*) FROM meta.check_results
        WHERE severity = 'error' AND failing_rows > 0 AND check_name NOT IN (SELECT unnest($own)))
