package org.attune.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardOutput bytes = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        // Whatever the locale is: JSON is UTF-8.
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = new Cli(out, err).run(args);
        out.flush();
        if (code == ExitCode.OK && bytes.failure().isPresent()) {
            err.println("attune: the output is not whole: " + bytes.failure().get() + ".");
            code = ExitCode.BAD_INPUT;
        }
        System.exit(code);
    }
}
