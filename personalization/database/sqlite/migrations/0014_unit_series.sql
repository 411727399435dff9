-- SPDX-License-Identifier: Apache-2.0
-- Units whose effects are one sequence of commands are intended together, under the name of the first; each has an
-- outcome of its own.

ALTER TABLE unit_state ADD COLUMN series TEXT NOT NULL DEFAULT '';
DROP INDEX unit_state_open;

-- No unit begins before the outcome of the last is known, unless they are of one series.
CREATE TRIGGER unit_state_open BEFORE INSERT ON unit_state
WHEN EXISTS (SELECT 1 FROM unit_state WHERE work = NEW.work AND done_at IS NULL AND series <> NEW.series)
BEGIN SELECT raise(ABORT, 'no unit begins before the outcome of the last is known'); END;
