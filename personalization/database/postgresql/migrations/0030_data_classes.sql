-- SPDX-License-Identifier: Apache-2.0
-- A data key for each class of data of a batch, see the form for SQLite.

ALTER TABLE data_key ADD COLUMN class TEXT NOT NULL DEFAULT 'specific' CHECK (class IN ('general', 'specific'));

DROP TRIGGER data_key_destroyed_once ON data_key;
CREATE TRIGGER data_key_destroyed_once BEFORE UPDATE ON data_key FOR EACH ROW
WHEN (OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
      OR NEW.class <> OLD.class)
EXECUTE FUNCTION refuse('a data key does not change until it is destroyed, once');

ALTER TABLE sealed_record
    ADD COLUMN specific_key BIGINT REFERENCES data_key,
    ADD COLUMN specific BYTEA,
    ADD CONSTRAINT sealed_record_specific_check CHECK ((specific IS NULL) = (specific_key IS NULL));

CREATE INDEX sealed_record_specific ON sealed_record (specific_key);
