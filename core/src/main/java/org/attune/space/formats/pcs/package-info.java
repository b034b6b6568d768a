/** PCS, the text formats of SMAC and AClib: the old one and the new one, as ConfigSpace reads and writes them. */
package org.attune.space.formats.pcs;
