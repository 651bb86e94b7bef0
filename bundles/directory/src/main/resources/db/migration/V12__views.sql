-- What other modules may read in their own queries; docs/directory-views.md says what the columns mean and a test holds them still.
create view directory_v_person (id, number, name, gender, political, category) as
  select id, number, name, gender, political, category from directory_person;

create view directory_v_membership (id, person, unit, position, main, from_day, to_day) as
  select id, person, unit, position, main, from_day, to_day from directory_membership;

create view directory_v_unit (id, parent, name, kind, sort_order, closed_on, merged_into) as
  select id, parent, name, kind, sort_order, closed_on, merged_into from directory_unit;

create view directory_v_unit_state (unit, parent, name, kind, from_day, to_day) as
  select unit, parent, name, kind, from_day, to_day from directory_unit_state;

create view directory_v_unit_within (unit, ancestor, depth, from_day, to_day) as
  with recursive within (unit, ancestor, depth, from_day, to_day) as (
    select s.unit, s.unit, 0, s.from_day, s.to_day from directory_unit_state s
    union all
    select w.unit, p.parent, w.depth + 1,
      case when w.from_day is null or p.from_day > w.from_day then p.from_day else w.from_day end,
      case when w.to_day is null or p.to_day < w.to_day then p.to_day else w.to_day end
    from within w join directory_unit_state p on p.unit = w.ancestor
    where p.parent is not null and w.depth < 12
      and (p.from_day is null or w.to_day is null or p.from_day < w.to_day)
      and (p.to_day is null or w.from_day is null or w.from_day < p.to_day)
  )
  select unit, ancestor, depth, from_day, to_day from within;
