-- What of the register of rooms and equipment an event wants at each of its dates; what is booked stands there. tried_until: up to which start by the rule (local time)
-- it was asked for; what has none of it before that could not be had. No foreign key to the register: it is another module's.
create table calendar_event_resource (
  event_id     uuid not null references calendar_event (id) on delete cascade,
  resource_id  uuid not null,
  tried_until  timestamp not null,
  primary key (event_id, resource_id)
);
create index calendar_event_resource_tried on calendar_event_resource (tried_until);
