package org.attune.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.attune.cli.live.Screen;
import org.attune.cli.live.Theme;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;

/** The terminal that the program was started on. */
public final class Terminals implements Screen {
    private static final int USUAL_WIDTH = 80;
    private static final int USUAL_HEIGHT = 24;

    private final Terminal terminal;
    private final Object formerHandler;
    private volatile Size size;
    private volatile Runnable resized = () -> {};

    private Terminals(Terminal terminal) {
        this.terminal = terminal;
        measure();
        // Asking a terminal for its size starts a program, so it is asked again only when it says that it has changed.
        this.formerHandler = Signals.register("WINCH", this::measure);
    }

    /** Absent if standard output is none that can be drawn on. */
    public static Optional<Terminals> find() {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                    .dumb(true)
                    .nativeSignals(false)
                    // Otherwise it asks the terminal what it can do, and a slow one answers into the shell after the
                    // end.
                    .graphemeCluster(false)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new Terminals(terminal));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Width of the terminal that standard output goes to; absent if it goes elsewhere. */
    public static OptionalInt columns() {
        try (Terminals terminal = find().orElse(null)) {
            return terminal == null ? OptionalInt.empty() : OptionalInt.of(terminal.width());
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    public static Theme theme(Map<String, String> environment) {
        boolean color = environment.getOrDefault("NO_COLOR", "").isEmpty();
        String locale = first(environment, "LC_ALL", "LC_CTYPE", "LANG");
        return new Theme(color, locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"));
    }

    @Override
    public int width() {
        return size.getColumns() > 0 ? size.getColumns() : USUAL_WIDTH;
    }

    @Override
    public int height() {
        return size.getRows() > 0 ? size.getRows() : USUAL_HEIGHT;
    }

    @Override
    public PrintWriter writer() {
        return terminal.writer();
    }

    @Override
    public void close() throws IOException {
        Signals.unregister("WINCH", formerHandler);
        terminal.flush();
        terminal.close();
    }

    /** What is to be done when it has another size. */
    public void onResize(Runnable action) {
        resized = action;
    }

    private void measure() {
        size = terminal.getSize();
        resized.run();
    }

    private static String first(Map<String, String> environment, String... names) {
        for (String name : names) {
            if (!environment.getOrDefault(name, "").isEmpty()) {
                return environment.get(name);
            }
        }
        return "";
    }
}
