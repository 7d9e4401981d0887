/**
 * Real-time messaging, in layers that know nothing of sockets. Pure.
 *
 * <pre>
 * handshake -> chunk -> message (commands in amf, media in flv) -> publish | play | serve
 * </pre>
 *
 * <p>Specifications: Adobe's Real Time Messaging Protocol (RTMP) 1.0 of 2012, AMF0 of 2007, Video
 * File Format (FLV) 10.1.
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>handshake, §5.2, and the digest handshake that Flash peers do</td><td>yes</td></tr>
 * <tr><td>chunk stream with all header forms, §5.3</td><td>yes</td></tr>
 * <tr><td>protocol control messages, §5.4; user control messages, §7.1.7</td><td>yes</td></tr>
 * <tr><td>audio, video, data, commands, aggregates, §7.1</td><td>yes</td></tr>
 * <tr><td>shared objects, §7.1.3</td><td>passed over</td></tr>
 * <tr><td>publish and play as a client, §7.2</td><td>yes</td></tr>
 * <tr><td>publish and play as a server, §7.2</td><td>yes</td></tr>
 * <tr><td>seek, play2, recorded streams</td><td>no</td></tr>
 * <tr><td>AMF3 bodies beyond scalars</td><td>no</td></tr>
 * <tr><td>Enhanced RTMP (other codecs)</td><td>refused</td></tr>
 * <tr><td>RTMPE, RTMPT</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtmp;

import org.jspecify.annotations.NullMarked;
