-- what: every run with packages, merged or pending; the later is higher
-- fills: run_places
-- reads: meta.packages, pending_runs
WITH runs AS (
    SELECT run_id, min(coalesce(sequence, 0)) AS sequence, min(written_at) AS written_at
    FROM (SELECT run_id, sequence, written_at FROM meta.packages UNION ALL FROM pending_runs) GROUP BY run_id
)
SELECT run_id, dense_rank() OVER (ORDER BY sequence, written_at) AS place FROM runs
