package org.attune.spec;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.attune.space.IllegalDefinitionException;

/** The fields of one mapping, read one by one; what is wrong with any of them is noted and the others are still read. */
final class Fields {
    private final String owner;
    private final SpecNode node;
    private final Section section;
    private final Problems problems;

    private Fields(String owner, SpecNode node, Section section, Problems problems) {
        this.owner = owner;
        this.node = node;
        this.section = section;
        this.problems = problems;
    }

    /**
     * @param owner key of the mapping, empty for the study
     * @param example how such a mapping looks, for the message if it is none
     */
    static Optional<Fields> of(String owner, SpecNode node, Section section, String example, Problems problems) {
        if (!node.isMapping()) {
            String what = owner.isEmpty() ? "a study" : "'" + owner + "'";
            problems.add(
                    node.place(),
                    what + " must be a mapping, but got " + node.shown() + ".",
                    example.isEmpty() ? "" : "Write " + example + ".");
            return Optional.empty();
        }
        Fields fields = new Fields(owner, node, section, problems);
        fields.refuseUnknown();
        return Optional.of(fields);
    }

    Problems problems() {
        return problems;
    }

    boolean has(String key) {
        return node.entries().containsKey(key);
    }

    /** Whether a key has a mapping with another key in it. */
    boolean has(String key, String inner) {
        return has(key) && raw(key).isMapping() && raw(key).entries().containsKey(inner);
    }

    /** Place of a key's value; of the mapping if it is not there. */
    Place placeOf(String key) {
        return has(key) ? raw(key).place() : node.place();
    }

    Place place() {
        return node.place();
    }

    /** {@code 'low' of 'lr'}. */
    String label(String key) {
        return owner.isEmpty() ? "'" + key + "'" : "'" + key + "' of '" + owner + "'";
    }

    /** The value if the key is there; one that is there without a value is a problem. */
    Optional<SpecNode> find(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        SpecNode value = raw(key);
        if (value.isEmpty()) {
            problems.add(
                    node.entries().get(key).key(), label(key) + " has no value.", "Remove the key or write a value.");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** The value, be it empty, of a key that is there. */
    SpecNode raw(String key) {
        return node.entries().get(key).value();
    }

    /** Notes that a key is missing, unless an unknown one was likely meant to be it. */
    void missing(String key, String remedy) {
        if (!isMisspelt(key)) {
            problems.add(node.place(), label(key) + " is missing.", remedy);
        }
    }

    /** Whether an unknown key was likely meant to be this one. */
    boolean isMisspelt(String key) {
        return node.entries().keySet().stream()
                .filter(each -> !section.keys().contains(each))
                .anyMatch(each -> Nearest.to(each, section.keys()).equals(Optional.of(key)));
    }

    Optional<SpecNode> require(String key, String remedy) {
        if (!has(key)) {
            missing(key, remedy);
        }
        return find(key);
    }

    <T> Optional<T> read(String key, Values.Reader<T> reader) {
        return find(key).flatMap(value -> problems.collect(() -> reader.read(label(key), value)));
    }

    <T> Optional<T> require(String key, String remedy, Values.Reader<T> reader) {
        return require(key, remedy).flatMap(value -> problems.collect(() -> reader.read(label(key), value)));
    }

    OptionalInt count(String key, int least) {
        Optional<Integer> count = read(key, Values.count(least));
        return count.isPresent() ? OptionalInt.of(count.get()) : OptionalInt.empty();
    }

    OptionalDouble number(String key) {
        Optional<Double> number = read(key, Values::number);
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }

    /** What a constructor that checks makes of the fields. */
    <T> Optional<T> build(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalDefinitionException e) {
            problems.add(placeOf(e.key()), e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    private void refuseUnknown() {
        for (Map.Entry<String, SpecNode.Entry> entry : node.entries().entrySet()) {
            if (!section.keys().contains(entry.getKey())) {
                problems.add(
                        entry.getValue().key(),
                        "unknown key '" + entry.getKey() + "'" + (owner.isEmpty() ? "" : " in '" + owner + "'")
                                + Nearest.hint(entry.getKey(), section.keys()),
                        "Known keys" + section.ofType() + ": " + String.join(", ", section.keys()) + ".");
            }
        }
    }
}
