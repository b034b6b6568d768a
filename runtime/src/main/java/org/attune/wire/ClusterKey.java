package org.attune.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one key of a cluster, elliptic on P-256, with its certificate. Head, workers and clients all show it, and trust no other: who has it belongs to the cluster and may run programs
 * as its user. Immutable.
 */
public final class ClusterKey {
    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

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
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(part(text, KEY)));
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(part(text, CERTIFICATE)));
            return new ClusterKey(key, (X509Certificate) certificate);
        } catch (GeneralSecurityException e) {
            throw noKey(file, e);
        }
    }

    private static byte[] part(String text, String name) throws GeneralSecurityException {
        Matcher part = Pattern.compile("-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]*)-----END " + name + "-----")
                .matcher(text);
        if (!part.find()) {
            throw new GeneralSecurityException("there is no " + name + " in it");
        }
        try {
            return Base64.getMimeDecoder().decode(part.group(1));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its " + name + " is cut off", e);
        }
    }

    private static ClusterProblem noKey(Path file, Throwable cause) {
        return new ClusterProblem(
                file
                        + " holds no key of a cluster. Copy key.pem from the cluster's folder once more; if that is the file, remove it while no head runs: the next one makes a new key.",
                cause);
    }

    /** Writes it into a file (PEM, mode 0600), which is read in a moment: one with a password takes a tenth of a second to derive a key from it, and protects nothing if all know the password. */
    public void write(Path file) throws IOException {
        try {
            String text = part(KEY, key.getEncoded()) + part(CERTIFICATE, certificate.getEncoded());
            Privacy.write(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String name, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
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
