-- SPDX-License-Identifier: Apache-2.0
-- The next job of the queue is the first entry of an index, however long the queue is.

DROP INDEX job_waiting;
CREATE INDEX job_waiting ON job (approved_at, application) WHERE state = 'approved';
CREATE INDEX job_aside ON job (changed_at, application) WHERE state = 'quarantined';
