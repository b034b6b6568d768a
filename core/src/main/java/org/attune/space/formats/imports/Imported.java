package org.attune.space.formats.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.SpaceBuilder;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.IllegalDefinitionException;
import org.attune.text.Invalid;
import org.attune.text.Place;
import org.attune.text.Problems;

/** A space in the making, and all that is wrong with it. */
final class Imported {
    private final Problems problems = new Problems();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final SpaceBuilder builder = SearchSpace.builder();
    private final List<String> notes = new ArrayList<>();

    Problems problems() {
        return problems;
    }

    /** @param place of what the parameter is made of */
    void add(String name, Place place, Supplier<Optional<Parameter>> reader) {
        Place before = places.putIfAbsent(name, place);
        if (before != null) {
            problems.add(
                    place,
                    "the names of parameters must differ, but '" + name + "' is there twice, first at line "
                            + before.line() + ".",
                    "A dot stands for a group: a.b is b in a.");
            return;
        } else if (name.isBlank()) {
            problems.add(place, "a parameter must have a name, but got a blank one.", "");
            return;
        }
        try {
            reader.get().ifPresent(builder::add);
        } catch (IllegalDefinitionException e) {
            problems.add(place, e.rule(), e.remedy());
        } catch (Invalid e) {
            problems.add(e);
        }
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** @throws org.attune.text.TextException if anything was wrong */
    SpaceDocument document(Optional<String> name, Place whole) {
        problems.throwIfAny();
        if (places.isEmpty()) {
            problems.add(whole, "a space must have at least one parameter, but this has none.", "");
        }
        problems.throwIfAny();
        try {
            return new SpaceDocument(builder.build(), name, notes);
        } catch (IllegalDefinitionException e) {
            problems.add(whole, e.rule(), e.remedy());
        }
        problems.throwIfAny();
        throw new AssertionError();
    }
}
