-- SPDX-License-Identifier: Apache-2.0
-- What one person of the office does not do alone: enter a staff card, or say that a blank card is missing.

-- The founders' cards are entered by each other, in the key ceremony. Roles come with a person, before the card.
CREATE FUNCTION staff_card_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM staff_card) >= 2
       AND NOT EXISTS (SELECT 1 FROM joint_request
                       WHERE about = NEW.person || ' ' || NEW.document_number
                         AND action IN ('staff-add', 'staff-card') AND confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'two people enter a staff card' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER staff_card_by_two BEFORE INSERT ON staff_card FOR EACH ROW EXECUTE FUNCTION staff_card_by_two();

CREATE FUNCTION staff_role_with_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR EXISTS (SELECT 1 FROM staff_card WHERE person = NEW.person) THEN
        RAISE EXCEPTION 'roles come with the person' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER staff_role_with_person BEFORE INSERT ON staff_role
FOR EACH ROW EXECUTE FUNCTION staff_role_with_person();
CREATE TRIGGER staff_role_no_update BEFORE UPDATE ON staff_role
FOR EACH ROW EXECUTE FUNCTION staff_role_with_person();
CREATE TRIGGER staff_role_no_delete BEFORE DELETE ON staff_role
FOR EACH ROW EXECUTE FUNCTION staff_role_with_person();

CREATE FUNCTION stock_blank_missing_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM joint_request
                   WHERE about = encode(NEW.kdd, 'hex') AND action = 'stock-missing'
                     AND confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'two people say that a blank is missing' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stock_blank_missing_by_two BEFORE UPDATE OF state ON stock_blank
FOR EACH ROW WHEN (NEW.state = 'missing') EXECUTE FUNCTION stock_blank_missing_by_two();
