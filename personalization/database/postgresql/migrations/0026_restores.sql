-- SPDX-License-Identifier: Apache-2.0
-- What a restore was requested for does not change before it is accepted either, as in SQLite.

CREATE OR REPLACE FUNCTION audit_restore_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL
       OR (TG_OP = 'UPDATE' AND (NEW.newest <> OLD.newest OR NEW.digest <> OLD.digest OR NEW.kept <> OLD.kept)) THEN
        RAISE EXCEPTION 'an accepted restore does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
