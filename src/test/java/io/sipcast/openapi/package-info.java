/** The OpenAPI document, held against requests and answers. */
@NullMarked
package io.sipcast.openapi;

import org.jspecify.annotations.NullMarked;
