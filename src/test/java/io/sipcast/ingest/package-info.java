/**
 * An ingest as strict as the strictest: it takes what is published to it, holds every message
 * against the {@linkplain io.sipcast.ingest.Rule rules} and ends the connection with the rule's
 * name when one is broken.
 *
 * <p>It reads bytes by itself and uses nothing of what it judges: no parser, no writer of ours.
 * {@link io.sipcast.ingest.Rules} judges messages from anywhere, {@link
 * io.sipcast.ingest.StrictIngest} takes them over RTMP, {@link io.sipcast.ingest.FlvStream} out of
 * FLV.
 */
@NullMarked
package io.sipcast.ingest;

import org.jspecify.annotations.NullMarked;
