-- SPDX-License-Identifier: Apache-2.0
-- Document signers that are no longer good. One person says so and why, another confirms it; only then the list of the
-- CSCA has them. A signer whose key turns out to be in other hands after it was revoked for another reason is revoked
-- once more, for that.

CREATE TABLE signer_revocation (
    serial_number BLOB NOT NULL CHECK (length(serial_number) > 0),   -- of its certificate
    signer        TEXT NOT NULL,                                     -- as its certificate names it
    reason        TEXT NOT NULL CHECK (reason IN ('key_compromise', 'affiliation_changed', 'superseded',
                                                  'cessation_of_operation', 'privilege_withdrawn')),
    reference     TEXT NOT NULL,   -- number of the report or decision; empty: none
    requested_by  TEXT NOT NULL,
    requested_at  INTEGER NOT NULL,
    confirmed_by  TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at  INTEGER CHECK (confirmed_at >= requested_at),
    PRIMARY KEY (serial_number, reason),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE TRIGGER signer_revocation_once BEFORE INSERT ON signer_revocation
WHEN EXISTS (SELECT 1 FROM signer_revocation WHERE serial_number = NEW.serial_number AND confirmed_at IS NOT NULL
             AND (reason = 'key_compromise' OR NEW.reason <> 'key_compromise'))
BEGIN SELECT raise(ABORT, 'this signer is revoked already'); END;

CREATE TRIGGER signer_revocation_final BEFORE UPDATE ON signer_revocation
WHEN OLD.confirmed_at IS NOT NULL OR NEW.serial_number <> OLD.serial_number OR NEW.reason <> OLD.reason
BEGIN SELECT raise(ABORT, 'a confirmed revocation does not change'); END;

CREATE TRIGGER signer_revocation_no_delete BEFORE DELETE ON signer_revocation WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'revocations are never forgotten'); END;
