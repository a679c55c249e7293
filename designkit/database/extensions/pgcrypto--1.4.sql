-- The functions of pgcrypto with their names and types, so that schemas and migrations that use
-- them run on the embedded PostgreSQL. What the core server can compute is computed; the rest says
-- that it cannot, rather than return something false.
-- https://www.postgresql.org/docs/18/pgcrypto.html

CREATE FUNCTION digest(data bytea, type text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  CASE lower(type)
    WHEN 'md5' THEN RETURN decode(md5(data), 'hex');
    WHEN 'sha224' THEN RETURN sha224(data);
    WHEN 'sha256' THEN RETURN sha256(data);
    WHEN 'sha384' THEN RETURN sha384(data);
    WHEN 'sha512' THEN RETURN sha512(data);
    ELSE RAISE feature_not_supported
      USING MESSAGE = format('designkit stands in for pgcrypto and cannot compute a %s digest', type),
            HINT = 'Set DESIGNKIT_DSN to a PostgreSQL server that has pgcrypto.';
  END CASE;
END $$;

CREATE FUNCTION digest(data text, type text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN RETURN digest(convert_to(data, 'UTF8'), type); END $$;

CREATE FUNCTION gen_random_bytes(count integer) RETURNS bytea
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE AS $$
  SELECT substring(string_agg(uuid_send(gen_random_uuid()), ''::bytea) FROM 1 FOR count)
  FROM generate_series(1, count / 16 + 1)
$$;

DO $$
DECLARE
  signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY[
    'hmac(text, text, text) RETURNS bytea IMMUTABLE',
    'hmac(bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'crypt(text, text) RETURNS text IMMUTABLE',
    'gen_salt(text) RETURNS text VOLATILE',
    'gen_salt(text, integer) RETURNS text VOLATILE',
    'encrypt(bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'decrypt(bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'encrypt_iv(bytea, bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'decrypt_iv(bytea, bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'pgp_sym_encrypt(text, text) RETURNS bytea VOLATILE',
    'pgp_sym_encrypt(text, text, text) RETURNS bytea VOLATILE',
    'pgp_sym_encrypt_bytea(bytea, text) RETURNS bytea VOLATILE',
    'pgp_sym_encrypt_bytea(bytea, text, text) RETURNS bytea VOLATILE',
    'pgp_sym_decrypt(bytea, text) RETURNS text IMMUTABLE',
    'pgp_sym_decrypt(bytea, text, text) RETURNS text IMMUTABLE',
    'pgp_sym_decrypt_bytea(bytea, text) RETURNS bytea IMMUTABLE',
    'pgp_sym_decrypt_bytea(bytea, text, text) RETURNS bytea IMMUTABLE',
    'pgp_pub_encrypt(text, bytea) RETURNS bytea VOLATILE',
    'pgp_pub_encrypt(text, bytea, text) RETURNS bytea VOLATILE',
    'pgp_pub_encrypt_bytea(bytea, bytea) RETURNS bytea VOLATILE',
    'pgp_pub_encrypt_bytea(bytea, bytea, text) RETURNS bytea VOLATILE',
    'pgp_pub_decrypt(bytea, bytea) RETURNS text IMMUTABLE',
    'pgp_pub_decrypt(bytea, bytea, text) RETURNS text IMMUTABLE',
    'pgp_pub_decrypt(bytea, bytea, text, text) RETURNS text IMMUTABLE',
    'pgp_pub_decrypt_bytea(bytea, bytea) RETURNS bytea IMMUTABLE',
    'pgp_pub_decrypt_bytea(bytea, bytea, text) RETURNS bytea IMMUTABLE',
    'pgp_pub_decrypt_bytea(bytea, bytea, text, text) RETURNS bytea IMMUTABLE',
    'pgp_key_id(bytea) RETURNS text IMMUTABLE',
    'armor(bytea) RETURNS text IMMUTABLE',
    'armor(bytea, text[], text[]) RETURNS text IMMUTABLE',
    'dearmor(text) RETURNS bytea IMMUTABLE'
  ] LOOP
    EXECUTE format(
      'CREATE FUNCTION %s STRICT PARALLEL SAFE LANGUAGE plpgsql AS %L', signature,
      format('BEGIN RAISE feature_not_supported USING MESSAGE = %L, HINT = %L; END',
             'designkit stands in for pgcrypto and cannot run ' || split_part(signature, '(', 1),
             'Set DESIGNKIT_DSN to a PostgreSQL server that has pgcrypto.'));
  END LOOP;
END $$;
