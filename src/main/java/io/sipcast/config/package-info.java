/**
 * The configuration: defaults, file, environment and command line made into one tree of records.
 * {@code sipcast.yml} at the root of the repository is its manual.
 */
@NullMarked
package io.sipcast.config;

import org.jspecify.annotations.NullMarked;
