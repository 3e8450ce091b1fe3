-- what: the ungrouped articles, and whole groups that hold a copy of one of them
-- reads: articles, ungrouped, found_copies
SELECT article_id, published_at, published_date, word_count,
       CASE WHEN article_id NOT IN (FROM ungrouped) THEN duplicate_group_id END AS known_group
FROM articles
WHERE article_id IN (FROM ungrouped) OR duplicate_group_id IN (
    SELECT duplicate_group_id FROM articles
    WHERE article_id IN (SELECT article_id FROM found_copies UNION SELECT copy_id FROM found_copies)
        AND article_id NOT IN (FROM ungrouped))
