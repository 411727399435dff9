-- SPDX-License-Identifier: Apache-2.0
-- Who works on a job, and until when. A lease has a token higher than all before it: who comes back late has a lower one.

CREATE TABLE lease (
    application TEXT PRIMARY KEY REFERENCES job,
    owner       TEXT NOT NULL,      -- a process
    token       BIGINT NOT NULL UNIQUE,
    until       BIGINT NOT NULL
);

CREATE TRIGGER lease_fixed BEFORE UPDATE ON lease FOR EACH ROW
WHEN (NEW.application <> OLD.application OR NEW.owner <> OLD.owner OR NEW.token <> OLD.token OR NEW.until < OLD.until)
EXECUTE FUNCTION refuse('a lease only becomes longer');

CREATE TABLE lease_token (
    last BIGINT NOT NULL
);

INSERT INTO lease_token VALUES (0);

CREATE TRIGGER lease_token_rises BEFORE UPDATE ON lease_token FOR EACH ROW WHEN (NEW.last <= OLD.last)
EXECUTE FUNCTION refuse('tokens of leases only rise');

CREATE INDEX card_of_application ON card (application);
