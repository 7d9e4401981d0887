/**
 * AAC as RTMP carries it. Pure.
 *
 * <p>Specification: ISO/IEC 14496-3 (§1.6.2.1 AudioSpecificConfig, §1.A.2 ADTS).
 *
 * <table>
 * <caption>What is done</caption>
 * <tr><th>part</th><th>done</th></tr>
 * <tr><td>AudioSpecificConfig of AAC-LC, any rate</td><td>yes, both ways</td></tr>
 * <tr><td>explicit SBR and PS</td><td>read: the rate of the core is given</td></tr>
 * <tr><td>program config element</td><td>no: such a config is UNSUPPORTED</td></tr>
 * <tr><td>ADTS header</td><td>yes, both ways</td></tr>
 * </table>
 */
@NullMarked
package io.sipcast.rtmp.codec.aac;

import org.jspecify.annotations.NullMarked;
