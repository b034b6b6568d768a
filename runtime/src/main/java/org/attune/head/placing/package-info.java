/** Who gets a place, and where: decisions as functions of the calls made, without clock, threads or I/O. */
package org.attune.head.placing;
