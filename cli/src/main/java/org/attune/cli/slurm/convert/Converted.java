package org.attune.cli.slurm.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.attune.cli.BadInput;

/**
 * What became of a script.
 *
 * @param section lines of a study file's {@code slurm:}, for whom 'attune slurm submit' submits
 * @param program the first Python file that it runs, as it names it
 */
public record Converted(String script, List<Note> notes, List<String> section, Optional<String> program) {

    /**
     * The same job for Attune. A function of the script alone.
     *
     * @throws BadInput if it is no script of a Bourne shell, or does not start Ray
     */
    public static Converted of(String script) {
        return Conversion.of(script);
    }

    /** In the order of the script; of several in a row that go for the same reason the first tells of all. */
    static List<Note> joined(List<Note> notes) {
        List<Note> joined = new ArrayList<>();
        int more = 0;
        for (Note note : notes.stream()
                .sorted(Comparator.comparingInt(it -> it.place().line()))
                .toList()) {
            Note last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            boolean isSame = last != null
                    && !note.isOpen()
                    && !last.isOpen()
                    && bare(last.why()).equals(note.why());
            more = isSame ? more + 1 : 0;
            if (isSame) {
                joined.set(
                        joined.size() - 1,
                        new Note(last.place(), false, bare(last.what()) + " and " + more + " more", last.why()));
            } else {
                joined.add(note);
            }
        }
        return joined;
    }

    private static String bare(String text) {
        return text.replaceFirst(" and \\d+ more$", "");
    }

    /**
     * Lines of a study file: the {@link #section}, and before it what the program says of the study, if it uses Ray Tune.
     *
     * @param folder in which the job runs
     * @param path where Python is looked for, which reads the program and does not run it
     */
    public List<String> study(Path folder, String path) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        if (program.isPresent()) {
            StudyStart.of(program.get(), folder, path).ifPresent(start -> lines.addAll(start.lines()));
        }
        lines.addAll(section);
        return lines;
    }

    /** Whether nobody has to look at anything. */
    public boolean isWhole() {
        return notes.stream().noneMatch(Note::isOpen);
    }
}
