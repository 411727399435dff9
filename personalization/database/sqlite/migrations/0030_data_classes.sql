-- SPDX-License-Identifier: Apache-2.0
-- A record is sealed in one part for each class of data, and each batch has a data key for each: what is specific ends
-- earlier. The keys from before open whole records, whose time is that of specific data.

ALTER TABLE data_key ADD COLUMN class TEXT NOT NULL DEFAULT 'specific' CHECK (class IN ('general', 'specific'));

DROP TRIGGER data_key_destroyed_once;
CREATE TRIGGER data_key_destroyed_once BEFORE UPDATE ON data_key
WHEN OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at
  OR NEW.class <> OLD.class
BEGIN SELECT raise(ABORT, 'a data key does not change until it is destroyed, once'); END;

-- `record` has the general fields, under data_key; all else is under specific_key.
ALTER TABLE sealed_record ADD COLUMN specific_key INTEGER REFERENCES data_key;
ALTER TABLE sealed_record ADD COLUMN specific BLOB CHECK ((specific IS NULL) = (specific_key IS NULL));

CREATE INDEX sealed_record_specific ON sealed_record (specific_key);
