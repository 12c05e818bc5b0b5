-- Lists come by what is due first; what is over comes last, behind what has no due time.
UPDATE requests SET due_at = 9223372036854775806 WHERE due_at = 9223372036854775807;
UPDATE requests SET due_at = 9223372036854775807 WHERE state IN ('written_off', 'archived', 'cancelled', 'declined');
