package io.sipcast.bench.run;

/**
 * One call and what becomes of it.
 *
 * @param user by whom the callee knows what it sent
 * @param name under which it is published
 */
record Flow(String user, String name) {}
