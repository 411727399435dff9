-- SPDX-License-Identifier: Apache-2.0
-- The journal becomes a chain: each entry has the SHA-256 over itself and all before it. Entries from before have none;
-- the first chained one covers them. Numbers are given by the station, without gap.

ALTER TABLE journal ALTER COLUMN id DROP IDENTITY IF EXISTS;
ALTER TABLE journal ALTER COLUMN id DROP DEFAULT;
ALTER TABLE journal ADD COLUMN application TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN hash BYTEA CHECK (length(hash) = 32);

CREATE FUNCTION journal_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_id BIGINT;
    last_at BIGINT;
BEGIN
    SELECT id, at INTO last_id, last_at FROM journal ORDER BY id DESC LIMIT 1;
    IF NEW.hash IS NULL OR NEW.id <> coalesce(last_id, 0) + 1 OR NEW.at < coalesce(last_at, 0) THEN
        RAISE EXCEPTION 'an entry of the journal follows the last one, in number, time and hash'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_chained BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_chained();

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

CREATE INDEX journal_application ON journal (application) WHERE application <> '';
CREATE INDEX journal_before_chain ON journal (detail) WHERE hash IS NULL;

-- Which store this is; a copy has the same.
CREATE TABLE audit_store (
    id BYTEA NOT NULL CHECK (length(id) = 16)
);

INSERT INTO audit_store VALUES (decode(replace(gen_random_uuid()::text, '-', ''), 'hex'));

CREATE TRIGGER audit_store_fixed BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON audit_store
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

-- An older copy of this store was put back, and two people said so: numbers were skipped, and checkpoints up to `newest`
-- speak of entries that this store has not.
CREATE TABLE audit_restore (
    newest       BIGINT PRIMARY KEY,   -- number of the newest checkpoint that was seen
    digest       BYTEA NOT NULL CHECK (length(digest) = 32),   -- SHA-256 of its file
    kept         BIGINT NOT NULL CHECK (kept < newest),        -- the last checkpoint that the store still had
    requested_by TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at BIGINT CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

CREATE FUNCTION audit_restore_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL THEN
        RAISE EXCEPTION 'an accepted restore does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER audit_restore_final BEFORE UPDATE OR DELETE ON audit_restore
FOR EACH ROW EXECUTE FUNCTION audit_restore_final();

-- Signed statements about the head of the journal, each naming the one before by its hash. The files are exported.
CREATE TABLE audit_checkpoint (
    number  BIGINT PRIMARY KEY,
    entry   BIGINT NOT NULL REFERENCES journal,
    head    BYTEA NOT NULL CHECK (length(head) = 32),
    at      BIGINT NOT NULL,
    message BYTEA NOT NULL   -- CMS SignedData
);

CREATE FUNCTION audit_checkpoint_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + (SELECT coalesce(max(number), 0)
                       FROM (SELECT number FROM audit_checkpoint
                             UNION ALL SELECT newest FROM audit_restore WHERE confirmed_at IS NOT NULL) AS known)
       OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.entry AND hash = NEW.head) THEN
        RAISE EXCEPTION 'a checkpoint follows the last one, and stands for an entry of the journal'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_checkpoint_next BEFORE INSERT ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION audit_checkpoint_next();
CREATE TRIGGER audit_checkpoint_no_change BEFORE UPDATE OR DELETE ON audit_checkpoint
FOR EACH ROW EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
