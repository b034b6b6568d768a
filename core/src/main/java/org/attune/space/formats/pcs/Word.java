package org.attune.space.formats.pcs;

import org.attune.text.Place;

/**
 * A name, a value or a number as a line has it.
 *
 * @param quoted whether it stood in quotes, which are no part of it
 */
record Word(String text, boolean quoted, Place place) {}
