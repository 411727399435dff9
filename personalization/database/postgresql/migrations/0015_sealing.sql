-- SPDX-License-Identifier: Apache-2.0
-- Personal data stand in the store sealed, see the form for SQLite.

CREATE TABLE data_key (
    id           BIGINT PRIMARY KEY,
    wrapped      BYTEA,
    created_at   BIGINT NOT NULL,
    destroyed_at BIGINT,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE TRIGGER data_key_destroyed_once BEFORE UPDATE ON data_key FOR EACH ROW
WHEN (OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at)
EXECUTE FUNCTION refuse('a data key does not change until it is destroyed, once');

CREATE TRIGGER data_key_no_delete BEFORE DELETE ON data_key FOR EACH ROW
EXECUTE FUNCTION refuse('when a data key was destroyed is not forgotten');

CREATE TABLE sealed_record (
    application     TEXT PRIMARY KEY REFERENCES job,
    data_key        BIGINT NOT NULL REFERENCES data_key,
    digest          BYTEA NOT NULL CHECK (length(digest) = 32),
    personal_number BYTEA NOT NULL,
    record          BYTEA NOT NULL,
    photograph      BYTEA NOT NULL,
    signature       BYTEA NOT NULL
);

CREATE INDEX sealed_record_key ON sealed_record (data_key);

CREATE FUNCTION sealed_record_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.application <> OLD.application
       OR NOT EXISTS (SELECT 1 FROM job WHERE application = OLD.application AND state IN ('rejected', 'withdrawn')) THEN
        RAISE EXCEPTION 'a record changes only when it is imported again'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sealed_record_fixed BEFORE UPDATE ON sealed_record FOR EACH ROW
EXECUTE FUNCTION sealed_record_fixed();

CREATE TRIGGER sealed_record_no_delete BEFORE DELETE ON sealed_record FOR EACH ROW
EXECUTE FUNCTION refuse('records are never forgotten, their keys are destroyed');

CREATE TABLE sealing (
    adopted_at BIGINT NOT NULL
);

DROP TRIGGER job_content_fixed ON job;
CREATE TRIGGER job_content_fixed BEFORE UPDATE OF citizen, record, photograph, signature ON job FOR EACH ROW
WHEN (NOT (OLD.state IN ('rejected', 'withdrawn') AND NEW.state = 'imported' AND NEW.citizen = OLD.citizen)
      AND NOT (NEW.citizen = OLD.citizen AND NEW.record = '' AND length(NEW.photograph) = 0
               AND length(NEW.signature) = 0))
EXECUTE FUNCTION refuse('a record changes only when it is imported again');
