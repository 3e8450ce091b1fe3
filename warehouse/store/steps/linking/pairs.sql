-- what: a part of the pairs to compare
-- reads: candidate_pairs
-- given: {part}, the condition on report_a of that part
FROM candidate_pairs WHERE {part} ORDER BY report_a, report_b
