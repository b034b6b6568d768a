package org.attune.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The fields of one mapping, read one by one; what is wrong with any of them is noted and the others are still read. */
public final class Fields {
    private final String owner;
    private final TextNode node;
    private final Keys keys;
    private final Problems problems;

    private Fields(String owner, TextNode node, Keys keys, Problems problems) {
        this.owner = owner;
        this.node = node;
        this.keys = keys;
        this.problems = problems;
    }

    /**
     * @param owner key of the mapping, empty for the study
     * @param example how such a mapping looks, for the message if it is none
     */
    public static Optional<Fields> of(String owner, TextNode node, Keys keys, String example, Problems problems) {
        if (!node.isMapping()) {
            String what = owner.isEmpty() ? "a study" : "'" + owner + "'";
            problems.add(
                    node.place(),
                    what + " must be a mapping, but got " + node.shown() + ".",
                    example.isEmpty() ? "" : "Write " + example + ".");
            return Optional.empty();
        }
        Fields fields = new Fields(owner, node, keys, problems);
        fields.refuseUnknown();
        return Optional.of(fields);
    }

    public Problems problems() {
        return problems;
    }

    public boolean has(String key) {
        return node.entries().containsKey(key);
    }

    /** Whether a key has a mapping with another key in it. */
    public boolean has(String key, String inner) {
        return has(key) && raw(key).isMapping() && raw(key).entries().containsKey(inner);
    }

    /** Place of a key's value; of the mapping if it is not there. */
    public Place placeOf(String key) {
        return has(key) ? raw(key).place() : node.place();
    }

    public Place place() {
        return node.place();
    }

    /** {@code 'low' of 'lr'}. */
    public String label(String key) {
        return owner.isEmpty() ? "'" + key + "'" : "'" + key + "' of '" + owner + "'";
    }

    /** The value if the key is there; one that is there without a value is a problem. */
    public Optional<TextNode> find(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        TextNode value = raw(key);
        if (value.isEmpty()) {
            problems.add(
                    node.entries().get(key).key(), label(key) + " has no value.", "Remove the key or write a value.");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** The value, be it empty, of a key that is there. */
    public TextNode raw(String key) {
        return node.entries().get(key).value();
    }

    /** Notes that a key is missing, unless an unknown one was likely meant to be it. */
    public void missing(String key, String remedy) {
        if (!isMisspelt(key)) {
            problems.add(node.place(), label(key) + " is missing.", remedy);
        }
    }

    /** Whether an unknown key was likely meant to be this one. */
    public boolean isMisspelt(String key) {
        return node.entries().keySet().stream()
                .filter(each -> !keys.keys().contains(each))
                .anyMatch(each -> Nearest.to(each, keys.keys()).equals(Optional.of(key)));
    }

    public Optional<TextNode> require(String key, String remedy) {
        if (!has(key)) {
            missing(key, remedy);
        }
        return find(key);
    }

    public <T> Optional<T> read(String key, Values.Reader<T> reader) {
        return find(key).flatMap(value -> problems.collect(() -> reader.read(label(key), value)));
    }

    public <T> Optional<T> require(String key, String remedy, Values.Reader<T> reader) {
        return require(key, remedy).flatMap(value -> problems.collect(() -> reader.read(label(key), value)));
    }

    public OptionalInt count(String key, int least) {
        Optional<Integer> count = read(key, Values.count(least));
        return count.isPresent() ? OptionalInt.of(count.get()) : OptionalInt.empty();
    }

    public OptionalDouble number(String key) {
        Optional<Double> number = read(key, Values::number);
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }

    /** What a constructor that checks makes of the fields. */
    public <T> Optional<T> build(Supplier<T> constructor) {
        try {
            return Optional.of(constructor.get());
        } catch (IllegalDefinitionException e) {
            problems.add(placeOf(e.key()), e.rule(), e.remedy());
            return Optional.empty();
        }
    }

    private void refuseUnknown() {
        for (Map.Entry<String, TextNode.Entry> entry : node.entries().entrySet()) {
            if (!keys.keys().contains(entry.getKey())) {
                problems.add(
                        entry.getValue().key(),
                        "unknown key '" + entry.getKey() + "'" + (owner.isEmpty() ? "" : " in '" + owner + "'")
                                + Nearest.hint(entry.getKey(), keys.keys()),
                        "Known keys" + keys.ofType() + ": " + String.join(", ", keys.keys()) + ".");
            }
        }
    }
}
