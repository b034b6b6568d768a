package org.attune.space.formats.pcs;

/** Something that the format has no words for; the message is a sentence without its subject's place. */
final class Unsayable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unsayable(String what) {
        super(what, null, false, false);
    }
}
