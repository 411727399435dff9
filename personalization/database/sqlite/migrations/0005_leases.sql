-- SPDX-License-Identifier: Apache-2.0
-- Who works on a job, and until when. A lease has a token higher than all before it: who comes back late has a lower one.

CREATE TABLE lease (
    application TEXT PRIMARY KEY REFERENCES job,
    owner       TEXT NOT NULL,      -- a process
    token       INTEGER NOT NULL UNIQUE,
    until       INTEGER NOT NULL
) STRICT;

CREATE TRIGGER lease_fixed BEFORE UPDATE ON lease
WHEN NEW.application <> OLD.application OR NEW.owner <> OLD.owner OR NEW.token <> OLD.token OR NEW.until < OLD.until
BEGIN SELECT raise(ABORT, 'a lease only becomes longer'); END;

CREATE TABLE lease_token (
    last INTEGER NOT NULL
) STRICT;

INSERT INTO lease_token VALUES (0);

CREATE TRIGGER lease_token_rises BEFORE UPDATE ON lease_token WHEN NEW.last <= OLD.last
BEGIN SELECT raise(ABORT, 'tokens of leases only rise'); END;

CREATE INDEX card_of_application ON card (application);
