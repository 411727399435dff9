-- SPDX-License-Identifier: Apache-2.0
-- Units whose effects are one sequence of commands are intended together, under the name of the first; each has an
-- outcome of its own.

ALTER TABLE unit_state ADD COLUMN series TEXT NOT NULL DEFAULT '';
DROP INDEX unit_state_open;

-- No unit begins before the outcome of the last is known, unless they are of one series.
CREATE FUNCTION unit_state_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM unit_state WHERE work = NEW.work AND done_at IS NULL AND series <> NEW.series) THEN
        RAISE EXCEPTION 'no unit begins before the outcome of the last is known';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unit_state_open BEFORE INSERT ON unit_state FOR EACH ROW EXECUTE FUNCTION unit_state_open();
