-- SPDX-License-Identifier: Apache-2.0
-- A card is handed over that somebody found good, and one that is held back is not: neither in the office after a check
-- that failed, nor when it comes back to its holder.

CREATE FUNCTION card_delivered_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM card_act WHERE card = NEW.id AND act = 'checked')
       OR EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'a card is handed over that was found good and is not held back'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_delivered_good BEFORE UPDATE OF delivered_at ON card
FOR EACH ROW EXECUTE FUNCTION card_delivered_good();

CREATE FUNCTION card_life_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM card_hold WHERE card = NEW.card AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'a card that is held back is not handed over' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER card_life_held BEFORE UPDATE ON card_life FOR EACH ROW WHEN (NEW.state = 'delivered')
EXECUTE FUNCTION card_life_held();
