-- SPDX-License-Identifier: Apache-2.0
-- Of which type a card is, and until when it is good: what is asked for years later, when the record was destroyed.

CREATE TABLE card_term (
    card     BIGINT PRIMARY KEY REFERENCES card,
    type     BIGINT NOT NULL CHECK (type BETWEEN 1 AND 5),   -- as in DG13
    last_day BIGINT NOT NULL                                 -- its first second
);

CREATE FUNCTION card_term_no_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the term of a card does not change' USING ERRCODE = 'check_violation';
END;
$$;

CREATE TRIGGER card_term_no_change BEFORE UPDATE OR DELETE ON card_term
FOR EACH ROW EXECUTE FUNCTION card_term_no_change();
