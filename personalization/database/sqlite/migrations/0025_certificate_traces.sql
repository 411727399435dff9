-- SPDX-License-Identifier: Apache-2.0
-- A certificate names its holder: the store keeps its hash, serial number, last second and key, and not itself. Those of
-- a renewal that is not finished stand sealed until it is. What is older is replaced when a program opens the store the
-- next time; `certificate` is empty from then on.

ALTER TABLE card_key ADD COLUMN certificate_hash BLOB CHECK (length(certificate_hash) = 32);
ALTER TABLE card_key ADD COLUMN serial_number BLOB CHECK (length(serial_number) > 0);
ALTER TABLE card_key ADD COLUMN not_after INTEGER CHECK ((not_after IS NULL) = (serial_number IS NULL));
ALTER TABLE card_key ADD COLUMN public_key BLOB;   -- DER SubjectPublicKeyInfo

CREATE INDEX card_key_plain ON card_key (hash) WHERE certificate IS NOT NULL;

DROP TRIGGER card_key_proven_first;
CREATE TRIGGER card_key_proven_first BEFORE INSERT ON card_key
WHEN NEW.certificate IS NOT NULL OR NEW.certificate_hash IS NOT NULL OR NEW.serial_number IS NOT NULL
BEGIN SELECT raise(ABORT, 'a certificate is made for a key that was proven'); END;

CREATE TRIGGER card_key_tells_nobody BEFORE UPDATE OF certificate ON card_key WHEN NEW.certificate IS NOT NULL
BEGIN SELECT raise(ABORT, 'certificates are not kept, they name their holders'); END;

CREATE TABLE renewed_certificate_new (
    card          INTEGER NOT NULL REFERENCES card,
    number        INTEGER NOT NULL,   -- of the service
    slot          TEXT NOT NULL,
    certificate   BLOB,
    sealed        BLOB,               -- by the token, until the service is done
    hash          BLOB CHECK (length(hash) = 32),
    serial_number BLOB CHECK (length(serial_number) > 0),
    not_after     INTEGER CHECK ((not_after IS NULL) = (serial_number IS NULL)),
    superseded_at INTEGER,
    PRIMARY KEY (card, number, slot),
    FOREIGN KEY (card, number) REFERENCES card_service
) STRICT;

INSERT INTO renewed_certificate_new (card, number, slot, certificate, superseded_at)
SELECT card, number, slot, certificate, superseded_at FROM renewed_certificate;
DROP TRIGGER renewed_certificate_no_delete;
DROP TABLE renewed_certificate;
ALTER TABLE renewed_certificate_new RENAME TO renewed_certificate;

CREATE INDEX renewed_certificate_plain ON renewed_certificate (card) WHERE certificate IS NOT NULL;

CREATE TRIGGER renewed_certificate_of_key BEFORE INSERT ON renewed_certificate
WHEN NOT EXISTS (SELECT 1 FROM card_key WHERE card = NEW.card AND slot = NEW.slot AND certificate_hash IS NOT NULL)
  OR NOT EXISTS (SELECT 1 FROM card_service WHERE card = NEW.card AND number = NEW.number AND state = 'begun'
                 AND kind = 'certificates')
BEGIN SELECT raise(ABORT, 'a certificate is renewed for a key that was proven'); END;

CREATE TRIGGER renewed_certificate_traced BEFORE INSERT ON renewed_certificate
WHEN NEW.certificate IS NOT NULL OR NEW.hash IS NULL OR NEW.serial_number IS NULL
BEGIN SELECT raise(ABORT, 'certificates are not kept, they name their holders'); END;

CREATE TRIGGER renewed_certificate_fixed BEFORE UPDATE ON renewed_certificate
WHEN NEW.card <> OLD.card OR NEW.number <> OLD.number OR NEW.slot <> OLD.slot
  OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NOT OLD.superseded_at)
  OR (NEW.certificate IS NOT NULL AND NEW.certificate IS NOT OLD.certificate)
  OR (NEW.sealed IS NOT NULL AND NEW.sealed IS NOT OLD.sealed AND OLD.certificate IS NULL)
  OR (OLD.hash IS NOT NULL AND (NEW.hash IS NOT OLD.hash OR NEW.serial_number IS NOT OLD.serial_number
                                OR NEW.not_after IS NOT OLD.not_after))
BEGIN SELECT raise(ABORT, 'what was certified does not change'); END;

CREATE TRIGGER renewed_certificate_no_delete BEFORE DELETE ON renewed_certificate
BEGIN SELECT raise(ABORT, 'certificates are never forgotten'); END;

-- A staff member's own certificate, which verifies what was signed, comes from the card when it is first used.
DROP TRIGGER staff_card_withdrawn_once;
CREATE TRIGGER staff_card_withdrawn_once BEFORE UPDATE ON staff_card
WHEN NEW.key_hash <> OLD.key_hash OR NEW.person <> OLD.person
  OR (NEW.certificate <> OLD.certificate AND length(OLD.certificate) > 0)
  OR OLD.withdrawn_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'a staff card changes only by being withdrawn'); END;
