/**
 * Devices that speak Modbus TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b), framed by
 * PLC4X's generated classes on connections of our own. A source and its connection belong to one
 * event loop; the loops are few and shared. Must not know what becomes of a scan.
 */
@NullMarked
package io.millrace.edge.source.modbus;

import org.jspecify.annotations.NullMarked;
