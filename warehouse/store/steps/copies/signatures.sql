-- what: the signatures of the articles of some pairs
-- reads: meta.article_signatures, compared_pairs
SELECT * FROM meta.article_signatures WHERE article_id IN (
    SELECT article_id FROM compared_pairs UNION SELECT copy_id FROM compared_pairs)
