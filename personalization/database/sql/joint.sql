-- SPDX-License-Identifier: Apache-2.0
-- What two people do together: a request, and its confirmation by somebody else.

-- joint_drop
DELETE FROM joint_request WHERE action = :action AND about = :about AND confirmed_at IS NULL;

-- joint_request
INSERT INTO joint_request (action, about, detail, requested_by, requested_at)
VALUES (:action, :about, :detail, :person, :at);

-- joint_open
SELECT requested_by, detail FROM joint_request
WHERE action = :action AND about = :about AND confirmed_at IS NULL;

-- joint_confirm
UPDATE joint_request SET confirmed_by = :person, confirmed_at = :at
WHERE action = :action AND about = :about AND confirmed_at IS NULL;
