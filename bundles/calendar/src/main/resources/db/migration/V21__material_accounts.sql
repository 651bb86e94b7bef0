-- Whose account a material was added by: who speaks at a date takes away only what they added. Null: added before this was kept, for who writes the calendar to take away.
alter table calendar_material add column account uuid;
