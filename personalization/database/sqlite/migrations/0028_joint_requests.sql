-- SPDX-License-Identifier: Apache-2.0
-- What takes two people of the office besides the acts of a card: one requests it, another confirms exactly the same.

CREATE TABLE joint_request (
    id           INTEGER PRIMARY KEY,
    action       TEXT NOT NULL,
    about        TEXT NOT NULL,
    detail       TEXT NOT NULL,
    requested_by TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    confirmed_by TEXT CHECK (confirmed_by <> requested_by),
    confirmed_at INTEGER CHECK (confirmed_at >= requested_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX joint_request_open ON joint_request (action, about) WHERE confirmed_at IS NULL;
CREATE INDEX joint_request_about ON joint_request (about, action);

CREATE TRIGGER joint_request_fixed BEFORE UPDATE ON joint_request
WHEN OLD.confirmed_at IS NOT NULL OR NEW.action <> OLD.action OR NEW.about <> OLD.about OR NEW.detail <> OLD.detail
  OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
BEGIN SELECT raise(ABORT, 'what two people said stays so'); END;
CREATE TRIGGER joint_request_no_delete BEFORE DELETE ON joint_request WHEN OLD.confirmed_at IS NOT NULL
BEGIN SELECT raise(ABORT, 'what two people said stays so'); END;
