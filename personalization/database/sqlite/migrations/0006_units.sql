-- SPDX-License-Identifier: Apache-2.0
-- Work on a card, unit by unit: one file, one key, one container. A unit has an intent before its effect and an outcome
-- after it; of one whose outcome is missing the card itself is asked.

CREATE TABLE unit_work (
    id       INTEGER PRIMARY KEY,
    card     INTEGER NOT NULL REFERENCES card,
    begun_at INTEGER NOT NULL,
    ended_at INTEGER CHECK (ended_at >= begun_at)
) STRICT;

-- One work at a time on one card.
CREATE UNIQUE INDEX unit_work_open ON unit_work (card) WHERE ended_at IS NULL;

CREATE TRIGGER unit_work_fixed BEFORE UPDATE ON unit_work
WHEN OLD.ended_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.begun_at <> OLD.begun_at
BEGIN SELECT raise(ABORT, 'work on a card ends once'); END;

CREATE TABLE unit_state (
    work        INTEGER NOT NULL REFERENCES unit_work,
    unit        TEXT NOT NULL,
    intended_at INTEGER NOT NULL,
    done_at     INTEGER,
    PRIMARY KEY (work, unit)
) STRICT;

-- No unit begins before the outcome of the last is known.
CREATE UNIQUE INDEX unit_state_open ON unit_state (work) WHERE done_at IS NULL;

-- What the work leaves for the one that goes on with it, sealed under a key of the token. Gone when the work has ended.
CREATE TABLE unit_memory (
    work   INTEGER NOT NULL REFERENCES unit_work,
    item   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (work, item)
) STRICT;
