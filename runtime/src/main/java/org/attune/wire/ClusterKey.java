package org.attune.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/**
 * The one key of a cluster, elliptic on P-256, with its certificate. Head, workers and clients all show it, and trust no other: who has it belongs to the cluster and may run programs
 * as its user. Immutable.
 */
public final class ClusterKey {
    private static final String ENTRY = "attune";
    /** The form demands one; the mode of the file is what protects the key. */
    private static final char[] PASSWORD = "attune".toCharArray();

    private final PrivateKey key;
    private final X509Certificate certificate;

    private ClusterKey(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** A new one. */
    public static ClusterKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new ClusterKey(keys.getPrivate(), SelfSigned.of(keys));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java makes no keys on the curve P-256: " + e.getMessage(), e);
        }
    }

    /**
     * From a file that {@link #write} made.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws ClusterProblem if the file is not this user's alone, or holds no key
     */
    public static ClusterKey read(Path file) throws IOException {
        Privacy.check(file);
        byte[] bytes = Files.readAllBytes(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), PASSWORD);
            if (store.getKey(ENTRY, PASSWORD) instanceof PrivateKey key
                    && store.getCertificate(ENTRY) instanceof X509Certificate certificate) {
                return new ClusterKey(key, certificate);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw noKey(file, e);
        }
        throw noKey(file, null);
    }

    private static ClusterProblem noKey(Path file, Throwable cause) {
        return new ClusterProblem(
                file
                        + " holds no key of a cluster. Copy key.p12 from the cluster's folder once more; if that is the file, remove it while no head runs: the next one makes a new key.",
                cause);
    }

    /** Writes it into a file (PKCS 12, mode 0600). */
    public void write(Path file) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry(ENTRY, key, PASSWORD, new Certificate[] {certificate});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, PASSWORD);
            Privacy.write(file, bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java writes no PKCS 12: " + e.getMessage(), e);
        }
    }

    /** Tells keys apart, for people; not secret. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }
}
