package org.attune.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts one certificate, as a whole, and no other. Names and dates do not matter: a clock that jumps locks nobody out. */
final class OnlyTrust extends X509ExtendedTrustManager {
    private final X509Certificate trusted;

    OnlyTrust(X509Certificate trusted) {
        this.trusted = trusted;
    }

    /** The peer holds a key, but not this cluster's. */
    static final class OtherKey extends CertificateException {
        private static final long serialVersionUID = 1;

        OtherKey() {
            super("it holds another key");
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length != 1 || !chain[0].equals(trusted)) {
            throw new OtherKey();
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
