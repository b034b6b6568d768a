package org.attune.space.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.attune.space.formats.configspace.ConfigSpaceFormat;
import org.attune.space.formats.imports.OptunaFormat;
import org.attune.space.formats.imports.RayFormat;
import org.attune.space.formats.imports.WandbFormat;
import org.attune.space.formats.pcs.PcsFormat;
import org.attune.space.formats.yaml.YamlFormat;

/** All forms in which files have search spaces. */
public final class SpaceFormats {
    private static final List<SpaceFormat> ALL = Stream.<List<? extends SpaceFormat>>of(
                    List.of(new YamlFormat()),
                    ConfigSpaceFormat.all(),
                    PcsFormat.all(),
                    List.of(new OptunaFormat(), new RayFormat(), new WandbFormat()))
            .flatMap(List::stream)
            .map(format -> (SpaceFormat) format)
            .toList();

    private SpaceFormats() {}

    /**
     * As {@link SpaceFormat#write}, of documents with derived values too.
     *
     * @throws UnsayableException if the form cannot say all that the document has
     */
    public static String write(SpaceFormat format, SpaceDocument document) {
        List<String> unsayable = new ArrayList<>();
        if (!format.saysDerived()) {
            document.derived().formulas().keySet().forEach(name -> unsayable.add("'" + name + "' is a derived value."));
        }
        String text = "";
        try {
            text = format.write(document);
        } catch (UnsayableException e) {
            unsayable.addAll(e.what());
        }
        if (!unsayable.isEmpty()) {
            throw new UnsayableException(format.title(), unsayable);
        }
        return text;
    }

    /** In the order in which they are asked whether a text is theirs. */
    public static List<SpaceFormat> all() {
        return ALL;
    }

    /** The one of that {@link SpaceFormat#id}. */
    public static Optional<SpaceFormat> find(String id) {
        return ALL.stream().filter(format -> format.id().equals(id)).findFirst();
    }

    /** The one that a text is most likely of. */
    public static Optional<SpaceFormat> recognise(String text) {
        return ALL.stream().filter(format -> format.recognises(text)).findFirst();
    }
}
