-- From which audience group the list of a rota was taken: who came there and left is shown beside it, and taken over when somebody says so.
alter table calendar_rota add column group_id uuid;

-- The rota whose speaker stands as host of a date that its event leaves without one; null: the host is the event's own word. The speaker's follows the rota's turns.
alter table calendar_occurrence add column host_rota_id uuid;
create index calendar_occurrence_host_rota on calendar_occurrence (host_rota_id);
