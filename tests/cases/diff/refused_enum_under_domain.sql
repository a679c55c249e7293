-- An enum that is made again under a domain is refused, with the domain's name.
-- before --
CREATE TYPE state AS ENUM ('new', 'done');
CREATE DOMAIN known_state AS state NOT NULL;
-- after --
CREATE TYPE state AS ENUM ('new');
CREATE DOMAIN known_state AS state NOT NULL;
-- refused --
domain known_state is made of an enum of which values go or move \(state\)
