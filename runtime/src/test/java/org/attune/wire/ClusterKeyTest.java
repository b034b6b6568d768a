package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {
    @TempDir
    Path folder;

    @Test
    void aKeyIsWrittenForItsUserAloneAndReadAgain() throws Exception {
        ClusterKey key = ClusterKey.make();
        Path file = folder.resolve("key.pem");
        key.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        ClusterKey read = ClusterKey.read(file);
        assertThat(read.key()).isEqualTo(key.key());
        assertThat(read.certificate()).isEqualTo(key.certificate());
        assertThat(read.fingerprint()).isEqualTo(key.fingerprint()).hasSize(16);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theCertificateIsSignedByItsOwnKey() throws Exception {
        for (int i = 0; i < 50; i++) {
            ClusterKey key = ClusterKey.make();
            key.certificate().verify(key.certificate().getPublicKey());
            key.certificate().checkValidity();
            assertThat(key.certificate().getSerialNumber()).isPositive();
        }
    }

    @Test
    void keysDiffer() {
        assertThat(ClusterKey.make().fingerprint())
                .isNotEqualTo(ClusterKey.make().fingerprint());
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws Exception {
        Path file = folder.resolve("key.pem");
        ClusterKey.make().write(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> ClusterKey.read(file))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining("rw-r-----")
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void aFileThatWasCutOffIsRefusedWhereverThatWas() throws Exception {
        Path file = folder.resolve("key.pem");
        ClusterKey.make().write(file);
        byte[] whole = Files.readAllBytes(file);
        for (int bytes = 0; bytes < whole.length - 1; bytes += 7) {
            Files.write(file, Arrays.copyOf(whole, bytes));
            assertThatThrownBy(() -> ClusterKey.read(file))
                    .isInstanceOf(ClusterProblem.class)
                    .hasMessageContaining(file + " holds no key of a cluster");
        }
    }

    @Test
    void aFileWithoutAKeyIsRefused() throws Exception {
        Path file = folder.resolve("key.pem");
        Privacy.write(file, "key".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ClusterKey.read(file))
                .isInstanceOf(ClusterProblem.class)
                .hasMessageContaining(file + " holds no key of a cluster");
    }
}
