-- SPDX-License-Identifier: Apache-2.0
-- Work on a card, unit by unit: one file, one key, one container. A unit has an intent before its effect and an outcome
-- after it; of one whose outcome is missing the card itself is asked.

CREATE TABLE unit_work (
    id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    card     BIGINT NOT NULL REFERENCES card,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT CHECK (ended_at >= begun_at)
);

-- One work at a time on one card.
CREATE UNIQUE INDEX unit_work_open ON unit_work (card) WHERE ended_at IS NULL;

CREATE FUNCTION unit_work_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL OR NEW.card <> OLD.card OR NEW.begun_at <> OLD.begun_at THEN
        RAISE EXCEPTION 'work on a card ends once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unit_work_fixed BEFORE UPDATE ON unit_work FOR EACH ROW EXECUTE FUNCTION unit_work_fixed();

CREATE TABLE unit_state (
    work        BIGINT NOT NULL REFERENCES unit_work,
    unit        TEXT NOT NULL,
    intended_at BIGINT NOT NULL,
    done_at     BIGINT,
    PRIMARY KEY (work, unit)
);

-- No unit begins before the outcome of the last is known.
CREATE UNIQUE INDEX unit_state_open ON unit_state (work) WHERE done_at IS NULL;

-- What the work leaves for the one that goes on with it, sealed under a key of the token. Gone when the work has ended.
CREATE TABLE unit_memory (
    work   BIGINT NOT NULL REFERENCES unit_work,
    item   TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (work, item)
);
