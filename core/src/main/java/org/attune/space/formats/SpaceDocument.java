package org.attune.space.formats;

import java.util.List;
import java.util.Optional;
import org.attune.space.SearchSpace;
import org.attune.space.derived.DerivedValues;

/**
 * A search space as a file has it.
 *
 * @param derived values that trials receive beside a configuration; of the forms of files only our own has them
 * @param name that the file gives the space
 * @param version of the tool for which the file is, if it says so: {@code "0.7.2"}
 * @param notes what the file says that has no place in a space and does no harm to leave out, a sentence each, for people to see
 */
public record SpaceDocument(
        SearchSpace space, DerivedValues derived, Optional<String> name, Optional<String> version, List<String> notes) {

    public SpaceDocument {
        notes = List.copyOf(notes);
    }

    public SpaceDocument(SearchSpace space, DerivedValues derived, Optional<String> name, List<String> notes) {
        this(space, derived, name, Optional.empty(), notes);
    }

    public SpaceDocument(SearchSpace space, Optional<String> name, List<String> notes) {
        this(space, DerivedValues.none(), name, notes);
    }

    public SpaceDocument(SearchSpace space) {
        this(space, Optional.empty(), List.of());
    }
}
