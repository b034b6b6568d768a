package org.attune.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** What people read of it: the program is run by the script at the begin of the one file (stub.sh), which starts no Java but the program's. */
@Command(
        name = "java",
        header = "Runs a Java program that uses Attune: Attune's classes come first on its class path.",
        customSynopsis = "attune java [OPTIONS OF JAVA] CLASS|FILE.java [ARGUMENTS]",
        description = {
            "",
            "As 'java' does, but the program begins sooner, since Attune's classes lie ready for it, and may use the TLS "
                    + "that Attune brings. A program that only sends functions begins sooner still with "
                    + "-XX:TieredStopAtLevel=1."
        },
        footer = {
            "  attune java examples/cluster/Rounds.java DIR",
            "  attune java -Xmx2g -cp classes:lib/* com.acme.Sweep"
        })
final class JavaCommand implements Callable<Integer> {

    @Unmatched
    private List<String> words;

    @Override
    public Integer call() {
        throw new BadInput("only the file attune itself runs programs; with its jar it is java -cp JAR CLASS");
    }
}
