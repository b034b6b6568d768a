package org.attune.cli;

import org.attune.Version;
import picocli.CommandLine.IVersionProvider;

final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"attune " + Version.current()};
    }
}
