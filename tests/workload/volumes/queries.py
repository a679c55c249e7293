"""Queries to compare plans by: written by hand, and generated from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

# Each once as it stands; those with $1 as a prepared statement.
_TEXT: Final = """
SELECT * FROM users WHERE id = 17;
SELECT * FROM users WHERE id = $1;
SELECT * FROM users WHERE email = 'user17@example3.org';
SELECT * FROM users WHERE email = $1;
SELECT * FROM users WHERE lower(email) = 'user17@example3.org';
SELECT * FROM users WHERE lower(email) = $1;
SELECT * FROM users WHERE email LIKE 'user17%';
SELECT * FROM users WHERE email ILIKE '%example3%';
SELECT * FROM users WHERE country = 'c0' AND deleted_at IS NULL;
SELECT * FROM users WHERE country = 'c59' AND deleted_at IS NULL;
SELECT * FROM users WHERE country = $1 AND deleted_at IS NULL;
SELECT * FROM users WHERE country = 'c59';
SELECT count(*) FROM users WHERE deleted_at IS NOT NULL;
SELECT count(*) FROM users;
SELECT country, count(*) FROM users GROUP BY country;
SELECT country, count(*) FROM users WHERE is_verified GROUP BY country ORDER BY 2 DESC LIMIT 5;
SELECT * FROM users WHERE tags @> ARRAY['t3'];
SELECT * FROM users WHERE tags @> ARRAY['t39', 't38'];
SELECT * FROM users WHERE tags && $1;
SELECT * FROM users ORDER BY created_at DESC LIMIT 20;
SELECT * FROM users ORDER BY email LIMIT 20 OFFSET 10000;
SELECT * FROM users WHERE created_at > '2024-12-30';
SELECT * FROM users WHERE created_at > '2024-02-01' ORDER BY created_at LIMIT 10;
SELECT * FROM users WHERE created_at > $1 ORDER BY created_at LIMIT 10;
SELECT * FROM users WHERE id > 1000 ORDER BY id LIMIT 50;
SELECT * FROM users WHERE id IN (1, 5, 9, 1000);
SELECT * FROM users WHERE id = ANY ($1);
SELECT * FROM sessions WHERE user_id = 3 ORDER BY created_at DESC LIMIT 10;
SELECT * FROM sessions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 10;
SELECT * FROM sessions WHERE user_id = $1 AND ended_at IS NULL;
SELECT count(*) FROM sessions WHERE ended_at IS NULL;
SELECT * FROM sessions WHERE token = '00000000-0000-4000-8000-000000000000';
SELECT * FROM sessions WHERE token = $1;
SELECT * FROM sessions WHERE kind = 'tv';
SELECT kind, count(*) FROM sessions GROUP BY kind;
SELECT DISTINCT user_id FROM sessions;
SELECT user_id, max(created_at) FROM sessions GROUP BY user_id;
SELECT user_id, max(created_at) FROM sessions WHERE user_id < 100 GROUP BY user_id;
SELECT * FROM sessions WHERE user_id BETWEEN 10 AND 20 AND created_at > '2024-12-01';
SELECT max(created_at) FROM sessions WHERE user_id = 7;
SELECT * FROM events WHERE session_id = 55;
SELECT * FROM events WHERE session_id = $1;
SELECT * FROM events WHERE user_id = 3 AND kind = 'k0';
SELECT * FROM events WHERE user_id = $1 AND kind = $2;
SELECT * FROM events WHERE kind = 'k0';
SELECT * FROM events WHERE kind = 'k199';
SELECT * FROM events WHERE created_at BETWEEN '2024-03-01' AND '2024-03-02';
SELECT * FROM events WHERE created_at > $1;
SELECT sum(amount) FROM events WHERE created_at > '2024-12-30' AND kind = 'k1';
SELECT kind, sum(amount) FROM events GROUP BY kind;
SELECT * FROM events WHERE amount > 990;
SELECT * FROM events ORDER BY amount DESC LIMIT 10;
SELECT * FROM subscriptions WHERE plan_id = 3 AND status = 'active';
SELECT * FROM subscriptions WHERE plan_id = $1 AND status = $2;
SELECT * FROM subscriptions WHERE status = 'active' AND renews_at < '2025-01-02';
SELECT * FROM subscriptions WHERE status = 'active' AND renews_at < $1;
SELECT plan_id, status, count(*) FROM subscriptions GROUP BY plan_id, status;
SELECT u.*, s.* FROM users u JOIN sessions s ON s.user_id = u.id WHERE u.id = 12;
SELECT u.email FROM users u JOIN sessions s ON s.user_id = u.id WHERE s.id = $1;
SELECT count(*) FROM users u JOIN sessions s ON s.user_id = u.id WHERE u.country = 'c5';
SELECT count(*) FROM users u JOIN sessions s ON s.user_id = u.id;
SELECT e.* FROM events e JOIN sessions s ON s.id = e.session_id WHERE s.user_id = 9;
SELECT e.* FROM events e JOIN sessions s ON s.id = e.session_id WHERE s.user_id = $1;
SELECT p.name, count(*) FROM plans p JOIN subscriptions s ON s.plan_id = p.id GROUP BY p.name;
SELECT u.email FROM users u JOIN subscriptions s ON s.user_id = u.id WHERE s.plan_id = 12;
SELECT u.email FROM users u LEFT JOIN subscriptions s ON s.user_id = u.id WHERE s.id IS NULL;
SELECT * FROM users u WHERE EXISTS (SELECT FROM sessions s WHERE s.user_id = u.id AND kind =
    'tv');
SELECT * FROM users u WHERE NOT EXISTS (SELECT FROM events e WHERE e.user_id = u.id);
SELECT * FROM users WHERE id IN (SELECT user_id FROM subscriptions WHERE plan_id = 11);
SELECT u.id, (SELECT count(*) FROM sessions s WHERE s.user_id = u.id) FROM users u WHERE u.id <
    50;
SELECT u.email, p.name FROM users u JOIN subscriptions s ON s.user_id = u.id JOIN plans p ON
    p.id = s.plan_id WHERE u.created_at > '2024-12-01' AND s.status = 'active' ORDER BY
    u.created_at LIMIT 50;
SELECT s.id, e.kind FROM sessions s JOIN events e ON e.session_id = s.id JOIN users u ON u.id =
    s.user_id WHERE u.email = $1 ORDER BY e.created_at;
SELECT u.country, count(*) FROM events e JOIN users u ON u.id = e.user_id WHERE e.kind = 'k3'
    GROUP BY u.country;
UPDATE users SET is_verified = true WHERE id = $1;
UPDATE sessions SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL;
DELETE FROM events WHERE created_at < '2024-01-15';
DELETE FROM sessions WHERE id = $1;
INSERT INTO plans VALUES (13, 'plan 13', 1);
WITH recent AS (SELECT * FROM events WHERE user_id = 4) SELECT kind, count(*) FROM recent GROUP
    BY 1;
SELECT * FROM (SELECT user_id, row_number() OVER (PARTITION BY user_id ORDER BY created_at DESC)
    n FROM sessions) t WHERE n = 1;
"""
WRITTEN: Final = tuple(" ".join(query.split()) for query in _TEXT.split(";") if query.strip())

_JOINS: Final = (
    ("sessions", "user_id", "users", "id"),
    ("events", "session_id", "sessions", "id"),
    ("events", "user_id", "users", "id"),
    ("subscriptions", "user_id", "users", "id"),
    ("subscriptions", "plan_id", "plans", "id"),
)
_ORDERED: Final = {
    "users": ("id", "created_at", "email", "country"),
    "sessions": ("id", "created_at", "user_id"),
    "events": ("id", "amount", "created_at", "kind"),
    "subscriptions": ("id", "renews_at", "created_at", "status"),
    "plans": ("id", "price"),
}


def generated(count: int, *, users: int, seed: int = 1) -> Iterator[tuple[str, bool]]:
    """So many queries of one to four tables, and with each whether it has parameters."""
    draw = random.Random(seed)  # noqa: S311  (no secret)
    for _ in range(count):
        generic = draw.random() < 0.4
        yield _Query(draw, users, generic=generic).text(), generic


class _Query:
    def __init__(self, draw: random.Random, users: int, *, generic: bool) -> None:
        self.draw = draw
        self.users = users
        self.generic = generic
        self.parameters = 0

    def text(self) -> str:
        draw = self.draw
        tables = [draw.choice(tuple(_ORDERED))]
        conditions: list[str] = []
        for _ in range(draw.choice((0, 0, 1, 1, 2, 3))):
            links = [
                (one, other, f"{one}.{column} = {other}.{key}")
                for one, column, other, key in _JOINS
                if (one in tables) != (other in tables)
            ]
            one, other, link = draw.choice(links)
            tables.append(other if one in tables else one)
            conditions.append(link)
        for table in draw.sample(tables, draw.randint(1, len(tables))):
            conditions += [self._condition(table) for _ in range(draw.choice((1, 1, 2)))]
        body = f"FROM {', '.join(tables)} WHERE {' AND '.join(conditions)}"
        table = draw.choice(tables)
        column = f"{table}.{draw.choice(_ORDERED[table])}"
        match draw.randrange(5):
            case 0:
                return f"SELECT count(*) {body}"
            case 1:
                return f"SELECT {column}, count(*) {body} GROUP BY {column}"
            case 2:
                return f"SELECT {tables[0]}.* {body}"
            case 3:
                way = draw.choice(("", " DESC"))
                limit = draw.choice((1, 10, 50, 1000))
                return f"SELECT {tables[0]}.* {body} ORDER BY {column}{way} LIMIT {limit}"
            case _:
                return f"SELECT {tables[0]}.*, {column} AS other {body} ORDER BY {column}"

    def _condition(self, table: str) -> str:
        draw, users = self.draw, self.users
        skewed = 1 + int(users * draw.random() ** 3)
        moment = f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        text, value = draw.choice(
            {
                "users": (
                    ("id = {}", str(skewed)),
                    ("id < {}", str(skewed)),
                    ("email = {}", f"'user{skewed}@example{skewed % 7}.org'"),
                    ("lower(users.email) = {}", f"'user{skewed}@example{skewed % 7}.org'"),
                    ("country = {}", f"'c{int(60 * draw.random() ** 3)}'"),
                    ("country = {} AND users.deleted_at IS NULL", f"'c{draw.randrange(60)}'"),
                    ("deleted_at IS NULL", ""),
                    ("is_verified", ""),
                    ("tags @> {}", f"ARRAY['t{draw.randrange(40)}']"),
                    ("created_at > {}", f"'{moment}'"),
                ),
                "sessions": (
                    ("id = {}", str(skewed * 5)),
                    ("user_id = {}", str(skewed)),
                    ("user_id = {} AND sessions.ended_at IS NULL", str(skewed)),
                    ("kind = {}", f"'{draw.choice(('web', 'ios', 'android', 'tv'))}'"),
                    ("ended_at IS NULL", ""),
                    ("created_at > {}", f"'{moment}'"),
                ),
                "events": (
                    ("id = {}", str(skewed * 8)),
                    ("session_id = {}", str(skewed)),
                    ("user_id = {}", str(skewed)),
                    ("kind = {}", f"'k{int(200 * draw.random() ** 4)}'"),
                    ("amount > {}", str(int(1000 * draw.random()))),
                    ("created_at < {}", f"'{moment}'"),
                ),
                "subscriptions": (
                    ("user_id = {}", str(skewed)),
                    ("plan_id = {}", str(draw.randint(1, 12))),
                    ("status = {}", f"'{draw.choice(('active', 'past due', 'ended'))}'"),
                    (
                        "status = 'active' AND subscriptions.renews_at < {}",
                        f"'2025-0{draw.randint(1, 2)}-{draw.randint(1, 28):02}'",
                    ),
                ),
                "plans": (
                    ("id = {}", str(draw.randint(1, 12))),
                    ("name = {}", f"'plan {draw.randint(1, 12)}'"),
                    ("price > {}", str(draw.randint(1, 100))),
                ),
            }[table]
        )
        if self.generic and value:
            self.parameters += 1
            value = f"${self.parameters}"
        named = text if text.startswith("lower") else f"{table}.{text}"
        return named.format(value)
