-- What PostgreSQL cannot print is refused by name, never left out.
-- before --
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
-- after --
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watched ON ddl_command_end EXECUTE FUNCTION watch();
-- refused --
event trigger watched
