-- SPDX-License-Identifier: Apache-2.0
-- A check that fails voids those before it: what is handed over was found good the last time that somebody looked.

ALTER TABLE act DISABLE TRIGGER act_no_change;
INSERT INTO act (name, begins_with) VALUES ('check_failed', 'imported');
ALTER TABLE act ENABLE TRIGGER act_no_change;

-- Cards in the office that failed before there was this act. One that was found good in the same second is read again.
INSERT INTO card_act (application, card, act, person, at)
SELECT card.application, card.id, 'check_failed', held_by, held_at
FROM card_hold JOIN card ON card.id = card_hold.card
WHERE card_hold.reference = 'check' AND card.state = 'live' AND card.delivered_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM card_act AS later WHERE later.application = card.application AND later.card = card.id
                  AND later.act = 'checked' AND later.at > held_at)
ORDER BY card.id, round;

CREATE FUNCTION card_last_check(of_application TEXT, of_card BIGINT) RETURNS TEXT LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT act FROM card_act WHERE application = of_application AND card = of_card
                     AND act IN ('checked', 'check_failed') ORDER BY id DESC LIMIT 1), '');
$$;

CREATE OR REPLACE FUNCTION card_delivered_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF card_last_check(NEW.application, NEW.id) <> 'checked'
       OR EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'a card is handed over that was found good and is not held back'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION card_life_given_back_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT card_last_check(application, id) FROM card WHERE id = NEW.card) <> 'checked' THEN
        RAISE EXCEPTION 'a card is given back that was found good' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_life_given_back_good BEFORE UPDATE ON card_life
FOR EACH ROW WHEN (OLD.state = 'returned' AND NEW.state = 'delivered') EXECUTE FUNCTION card_life_given_back_good();
