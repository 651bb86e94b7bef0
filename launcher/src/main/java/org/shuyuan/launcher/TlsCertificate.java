package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * The unit's certificate as it was given, checked before it is taken: the key belongs to it, it is valid now, it names the server, each
 * certificate is signed by the next.
 *
 * @param chain the server's first
 */
record TlsCertificate(PrivateKey key, List<X509Certificate> chain) {

    /** Locked keys name ciphers as OpenSSL does, which the JDK calls otherwise; it is asked here only and registered nowhere. */
    private static final Provider CIPHERS = new BouncyCastleProvider();

    /** PEM files as authorities hand them out: the key in any of the usual forms, the chain in the certificate's file or in one of its own. */
    static TlsCertificate ofPem(Path certificate, Path key, Path chain, char[] password) throws IOException, GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>(certificates(certificate));
        if (!chain.equals(certificate)) {
            all.addAll(certificates(chain));
        }
        return new TlsCertificate(key(key, password), ordered(all));
    }

    static TlsCertificate ofPkcs12(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = open(file)) {
            store.load(in, password);
        } catch (IOException e) {
            throw new Failure(Failure.USAGE, "tls.password-wrong", file);
        }
        for (Enumeration<String> all = store.aliases(); all.hasMoreElements();) {
            String alias = all.nextElement();
            if (store.isKeyEntry(alias)) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate one : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) one);
                }
                return new TlsCertificate((PrivateKey) store.getKey(alias, password), ordered(chain));
            }
        }
        throw new Failure(Failure.USAGE, "tls.no-key", file);
    }

    private static InputStream open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Failure(Failure.USAGE, "no-such-file", file);
        }
        return Files.newInputStream(file);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        try (InputStream in = open(file)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                all.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new Failure(Failure.USAGE, "tls.no-certificate", file);
        }
        if (all.isEmpty()) {
            throw new Failure(Failure.USAGE, "tls.no-certificate", file);
        }
        return all;
    }

    /** A key out of PEM: PKCS#8, PKCS#1 or SEC1, locked or not. */
    static PrivateKey key(Path file, char[] password) throws IOException {
        open(file).close();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1); PEMParser in = new PEMParser(text)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object one = in.readObject(); one != null; one = in.readObject()) {
                if ((one instanceof PEMEncryptedKeyPair || one instanceof PKCS8EncryptedPrivateKeyInfo) && password.length == 0) {
                    throw new Failure(Failure.USAGE, "tls.password-needed", file);
                }
                if (one instanceof PEMEncryptedKeyPair locked) {
                    return converter.getPrivateKey(locked.decryptKeyPair(new JcePEMDecryptorProviderBuilder().setProvider(CIPHERS).build(password)).getPrivateKeyInfo());
                } else if (one instanceof PKCS8EncryptedPrivateKeyInfo locked) {
                    return converter.getPrivateKey(locked.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(CIPHERS).build(password)));
                } else if (one instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                } else if (one instanceof PrivateKeyInfo plain) {
                    return converter.getPrivateKey(plain);
                }
            }
        } catch (PKCSException | OperatorCreationException wrong) {
            throw new Failure(Failure.USAGE, "tls.password-wrong", file);
        } catch (PEMException broken) {
            throw new Failure(Failure.USAGE, password.length == 0 ? "tls.no-key" : "tls.password-wrong", file);
        }
        throw new Failure(Failure.USAGE, "tls.no-key", file);
    }

    /** The first stays the server's; the others follow as one signs the next, whatever their order in the file. The root may be left out. */
    private static List<X509Certificate> ordered(List<X509Certificate> given) {
        List<X509Certificate> left = new ArrayList<>(given);
        List<X509Certificate> chain = new ArrayList<>(List.of(left.remove(0)));
        while (!left.isEmpty()) {
            X509Certificate last = chain.get(chain.size() - 1);
            if (last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                break;
            }
            X509Certificate next = left.stream().filter(one -> signed(last, one.getPublicKey())).findFirst().orElse(null);
            if (next == null) {
                throw new Failure(Failure.USAGE, "tls.chain", last.getIssuerX500Principal().getName());
            }
            left.remove(next);
            chain.add(next);
        }
        return chain;
    }

    private static boolean signed(X509Certificate certificate, PublicKey by) {
        try {
            certificate.verify(by);
            return true;
        } catch (GeneralSecurityException notBy) {
            return false;
        }
    }

    /** @throws Failure what is wrong with it, in words */
    void check(Instant now) throws GeneralSecurityException {
        X509Certificate server = chain.get(0);
        String algorithm = key.getAlgorithm();
        if (!algorithm.equals("RSA") && !algorithm.equals("EC") && !algorithm.equals("ECDSA")) {
            throw new Failure(Failure.USAGE, "tls.algorithm", algorithm);
        }
        if (server.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < 2048) {
            throw new Failure(Failure.USAGE, "tls.short-key", rsa.getModulus().bitLength());
        }
        if (!matches(server)) {
            throw new Failure(Failure.USAGE, "tls.key-mismatch", server.getSubjectX500Principal().getName());
        }
        for (X509Certificate one : chain) {
            if (one.getNotAfter().toInstant().isBefore(now)) {
                throw new Failure(Failure.USAGE, "tls.expired", one.getSubjectX500Principal().getName(), one.getNotAfter().toInstant());
            }
            if (one.getNotBefore().toInstant().isAfter(now)) {
                throw new Failure(Failure.USAGE, "tls.not-yet", one.getSubjectX500Principal().getName(), one.getNotBefore().toInstant());
            }
        }
        if (names(server).isEmpty()) {
            throw new Failure(Failure.USAGE, "tls.no-names", server.getSubjectX500Principal().getName());
        }
    }

    private boolean matches(X509Certificate server) {
        String method = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            byte[] text = "whose key".getBytes(StandardCharsets.US_ASCII);
            Signature sign = Signature.getInstance(method);
            sign.initSign(key);
            sign.update(text);
            byte[] signature = sign.sign();
            Signature verify = Signature.getInstance(method);
            verify.initVerify(server.getPublicKey());
            verify.update(text);
            return verify.verify(signature);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    /** The host names and addresses a certificate is for; what browsers look at. */
    static List<String> names(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        return all == null ? List.of() : all.stream().filter(one -> one.get(0).equals(2) || one.get(0).equals(7)).map(one -> String.valueOf(one.get(1))).toList();
    }
}
