-- SPDX-License-Identifier: Apache-2.0
-- The store keeps of a certificate what does not name its holder, see the form for SQLite.

ALTER TABLE card_key
    ADD COLUMN certificate_hash BYTEA CHECK (length(certificate_hash) = 32),
    ADD COLUMN serial_number BYTEA CHECK (length(serial_number) > 0),
    ADD COLUMN not_after BIGINT,
    ADD COLUMN public_key BYTEA,
    ADD CHECK ((not_after IS NULL) = (serial_number IS NULL));

CREATE INDEX card_key_plain ON card_key (hash) WHERE certificate IS NOT NULL;

DROP TRIGGER card_key_proven_first ON card_key;
CREATE TRIGGER card_key_proven_first BEFORE INSERT ON card_key FOR EACH ROW
WHEN (NEW.certificate IS NOT NULL OR NEW.certificate_hash IS NOT NULL OR NEW.serial_number IS NOT NULL)
EXECUTE FUNCTION refuse('a certificate is made for a key that was proven');

CREATE TRIGGER card_key_tells_nobody BEFORE UPDATE OF certificate ON card_key FOR EACH ROW
WHEN (NEW.certificate IS NOT NULL)
EXECUTE FUNCTION refuse('certificates are not kept, they name their holders');

ALTER TABLE renewed_certificate
    ALTER COLUMN certificate DROP NOT NULL,
    ADD COLUMN sealed BYTEA,
    ADD COLUMN hash BYTEA CHECK (length(hash) = 32),
    ADD COLUMN serial_number BYTEA CHECK (length(serial_number) > 0),
    ADD COLUMN not_after BIGINT,
    ADD CHECK ((not_after IS NULL) = (serial_number IS NULL));

CREATE INDEX renewed_certificate_plain ON renewed_certificate (card) WHERE certificate IS NOT NULL;

CREATE OR REPLACE FUNCTION renewed_certificate_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM card_key WHERE card = NEW.card AND slot = NEW.slot AND certificate_hash IS NOT NULL)
      OR NOT EXISTS (SELECT 1 FROM card_service WHERE card = NEW.card AND number = NEW.number AND state = 'begun'
                     AND kind = 'certificates') THEN
        RAISE EXCEPTION 'a certificate is renewed for a key that was proven' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER renewed_certificate_traced BEFORE INSERT ON renewed_certificate FOR EACH ROW
WHEN (NEW.certificate IS NOT NULL OR NEW.hash IS NULL OR NEW.serial_number IS NULL)
EXECUTE FUNCTION refuse('certificates are not kept, they name their holders');

DROP TRIGGER renewed_certificate_fixed ON renewed_certificate;
CREATE TRIGGER renewed_certificate_fixed BEFORE UPDATE ON renewed_certificate FOR EACH ROW
WHEN (NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.slot <> OLD.slot
  OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
  OR (NEW.certificate IS NOT NULL AND NEW.certificate IS DISTINCT FROM OLD.certificate)
  OR (NEW.sealed IS NOT NULL AND NEW.sealed IS DISTINCT FROM OLD.sealed AND OLD.certificate IS NULL)
  OR (OLD.hash IS NOT NULL AND (NEW.hash IS DISTINCT FROM OLD.hash
                                OR NEW.serial_number IS DISTINCT FROM OLD.serial_number
                                OR NEW.not_after IS DISTINCT FROM OLD.not_after)))
EXECUTE FUNCTION refuse('what was certified does not change');

DROP TRIGGER staff_card_withdrawn_once ON staff_card;
CREATE TRIGGER staff_card_withdrawn_once BEFORE UPDATE ON staff_card
FOR EACH ROW WHEN (NEW.key_hash <> OLD.key_hash OR NEW.person <> OLD.person
                   OR (NEW.certificate <> OLD.certificate AND length(OLD.certificate) > 0)
                   OR OLD.withdrawn_at IS NOT NULL)
EXECUTE FUNCTION staff_card_withdrawn_once();
