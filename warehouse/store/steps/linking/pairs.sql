-- what: a part of the pairs to compare
-- reads: candidate_pairs
-- given: $part of $parts, into which they are cut
FROM candidate_pairs WHERE hash(report_a) % $parts = $part ORDER BY report_a, report_b
