package org.attune.space.formats.pcs;

/** The two forms of PCS. */
enum Dialect {
    /** {@code lr [0.0001, 0.1] [0.01]l}. */
    OLD("pcs", "PCS, the old text format of SMAC and AClib"),
    /** {@code lr real [0.0001, 0.1] [0.01]log}. */
    NEW("pcs_new", "new PCS, the text format of SMAC");

    private final String id;
    private final String title;

    Dialect(String id, String title) {
        this.id = id;
        this.title = title;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }
}
