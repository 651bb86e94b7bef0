-- Of which kinds of event attendance is taken: their dates get a roll by themselves. Kinds that there are keep what they did.
alter table calendar_kind add column roll boolean default false not null;
