package org.attune.cli;

import java.util.ArrayList;
import java.util.List;

/** The program on a terminal before which somebody sits. */
public final class OnATerminal {
    private static final String ANSWER = """
            import os, pty, sys
            child, master = pty.fork()
            if child == 0:
                os.execvpe(sys.argv[2], sys.argv[2:], {**os.environ, "TERM": "xterm-256color"})
            text, answered = "", False
            while True:
                try:
                    piece = os.read(master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
                if not piece:
                    break
                text += piece
                if "[y/N]" in text and not answered:
                    answered = True
                    os.write(master, sys.argv[1].encode() + b"\\n")
            print("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text)
            """;

    private OnATerminal() {}

    /** What is on the terminal at the end, if that is answered to the one question; begins with {@code exit CODE}. */
    public static String answering(Attune attune, String answer, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("python3", "-c", ANSWER, answer));
        words.add(Attune.distribution().toString());
        words.addAll(arguments);
        return attune.finish(attune.start(words)).out();
    }
}
