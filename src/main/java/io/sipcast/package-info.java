/**
 * The program: command line and gateway. The only place where the parts are joined; every part is
 * given what it needs and knows none of its neighbours.
 */
@NullMarked
package io.sipcast;

import org.jspecify.annotations.NullMarked;
