-- SPDX-License-Identifier: Apache-2.0
-- Whose card it is, which document, and who entered it when: two people have said so, and it does not change.

DROP TRIGGER staff_card_withdrawn_once;
CREATE TRIGGER staff_card_withdrawn_once BEFORE UPDATE ON staff_card
WHEN NEW.key_hash <> OLD.key_hash OR NEW.person <> OLD.person OR NEW.document_number <> OLD.document_number
  OR NEW.entered_by <> OLD.entered_by OR NEW.entered_at <> OLD.entered_at
  OR (NEW.certificate <> OLD.certificate AND length(OLD.certificate) > 0)
  OR OLD.withdrawn_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a staff card changes only by being withdrawn'); END;
