-- SPDX-License-Identifier: Apache-2.0
-- Of which type a card is, and until when it is good: what is asked for years later, when the record was destroyed.

CREATE TABLE card_term (
    card     INTEGER PRIMARY KEY REFERENCES card,
    type     INTEGER NOT NULL CHECK (type BETWEEN 1 AND 5),   -- as in DG13
    last_day INTEGER NOT NULL                                 -- its first second
) STRICT;

CREATE TRIGGER card_term_no_update BEFORE UPDATE ON card_term
BEGIN SELECT raise(ABORT, 'the term of a card does not change'); END;
CREATE TRIGGER card_term_no_delete BEFORE DELETE ON card_term
BEGIN SELECT raise(ABORT, 'cards are never forgotten'); END;
