-- SPDX-License-Identifier: Apache-2.0
-- What one person of the office does not do alone: enter a staff card, or say that a blank card is missing.

-- The founders' cards are entered by each other, in the key ceremony. Roles come with a person, before the card.
CREATE TRIGGER staff_card_by_two BEFORE INSERT ON staff_card
WHEN (SELECT count(*) FROM staff_card) >= 2
 AND NOT EXISTS (SELECT 1 FROM joint_request
                 WHERE about = NEW.person || ' ' || NEW.document_number AND action IN ('staff-add', 'staff-card')
                   AND confirmed_at IS NOT NULL)
BEGIN SELECT raise(ABORT, 'two people enter a staff card'); END;

CREATE TRIGGER staff_role_with_person BEFORE INSERT ON staff_role
WHEN EXISTS (SELECT 1 FROM staff_card WHERE person = NEW.person)
BEGIN SELECT raise(ABORT, 'roles come with the person'); END;
CREATE TRIGGER staff_role_no_update BEFORE UPDATE ON staff_role
BEGIN SELECT raise(ABORT, 'roles come with the person'); END;
CREATE TRIGGER staff_role_no_delete BEFORE DELETE ON staff_role
BEGIN SELECT raise(ABORT, 'roles come with the person'); END;

CREATE TRIGGER stock_blank_missing_by_two BEFORE UPDATE OF state ON stock_blank
WHEN NEW.state = 'missing'
 AND NOT EXISTS (SELECT 1 FROM joint_request
                 WHERE about = lower(hex(NEW.kdd)) AND action = 'stock-missing' AND confirmed_at IS NOT NULL)
BEGIN SELECT raise(ABORT, 'two people say that a blank is missing'); END;
