/**
 * The hub: live streams with publishers on one side and subscribers on the other, neither knowing
 * what stands on the other side.
 *
 * <p>A {@link io.sipcast.live.LiveStream} keeps its tracks as they came, each in one bounded ring
 * that is the key-frame cache too. A rendition is a track in another form, made while somebody
 * takes it; a filler is a track of pictures where there are none. A {@link
 * io.sipcast.live.Subscription} is a pair of cursors, merged by decoding time.
 *
 * <pre>
 * owner's loop                                             any thread
 * pictures ──► track ring ──► (rendition, filler) ─┐
 *                                                  ├──► Subscription ──► player, push, page
 * PCM ───────► PCM ring ──► rendition ──► its ring ┘
 * </pre>
 */
@NullMarked
package io.sipcast.live;

import org.jspecify.annotations.NullMarked;
