-- SPDX-License-Identifier: Apache-2.0
-- Who orders a replacement does not hand it over, whatever became of the card before. The order is an act of each card
-- that is made by it, from the moment that there is one: an application may be ordered before it is imported.

ALTER TABLE act DISABLE TRIGGER act_no_change;
INSERT INTO act (name, begins_with) VALUES ('replacement_ordered', 'imported');
ALTER TABLE act ENABLE TRIGGER act_no_change;

ALTER TABLE act_exclusion DISABLE TRIGGER act_exclusion_no_change;
INSERT INTO act_exclusion (one, other) VALUES
    ('replacement_ordered', 'delivered'), ('delivered', 'replacement_ordered');
ALTER TABLE act_exclusion ENABLE TRIGGER act_exclusion_no_change;

INSERT INTO card_act (application, card, act, person, at)
SELECT card.application, card.id, 'replacement_ordered', ordered_by, ordered_at
FROM card JOIN replacement ON replacement.application = card.application AND cancelled_at IS NULL
WHERE card.state IN ('encoding', 'live', 'quarantined') AND card.delivered_at IS NULL ORDER BY card.id;

CREATE FUNCTION card_ordered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO card_act (application, card, act, person, at)
    SELECT NEW.application, NEW.id, 'replacement_ordered', ordered_by, ordered_at FROM replacement
    WHERE application = NEW.application AND cancelled_at IS NULL;
    RETURN NULL;
END;
$$;

CREATE TRIGGER card_ordered AFTER INSERT ON card FOR EACH ROW EXECUTE FUNCTION card_ordered();
