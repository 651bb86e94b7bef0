package org.shuyuan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The portal's own certificate authority, for offices without one: its certificate is installed on the PCs once and stays; the server's
 * certificate lives short enough for browsers and is made anew by itself. Certificates are built by Bouncy Castle's bcpkix, which the
 * container brings along: the JDK alone can read but not write them, and {@code keytool} says what it did in the user's language only.
 */
final class TlsAuthority {

    static final Duration AUTHORITY_LIFE = Duration.ofDays(3652);
    /** Browsers refuse more than 398 days. */
    static final Duration SERVER_LIFE = Duration.ofDays(397);
    static final Duration RENEWED_BEFORE = Duration.ofDays(45);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(24);

    private final TlsFolder folder;
    private final Instant now;

    TlsAuthority(TlsFolder folder, Instant now) {
        this.folder = folder;
        this.now = now;
    }

    /** Makes the authority where there is none or it has run out, and a certificate for these names. */
    void issue(List<String> names) throws IOException, GeneralSecurityException {
        if (!Files.exists(folder.authorityKey()) || !Files.exists(folder.authority()) || authority().getNotAfter().toInstant().isBefore(now.plus(SERVER_LIFE))) {
            make();
        }
        X509Certificate authority = authority();
        KeyPair pair = pair();
        folder.store(pair.getPrivate(), List.of(server(authority, pair, names), authority));
    }

    /** @return whether there was need */
    boolean renew(List<String> names) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = folder.chain();
        if (chain != null && chain.get(0).getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE))) {
            return false;
        }
        issue(names);
        return true;
    }

    X509Certificate authority() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.authority())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void make() throws IOException, GeneralSecurityException {
        KeyPair pair = pair();
        X500Name name = name("Shuyuan 书院 " + host() + " " + now.toString().substring(0, 10));
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder made = new JcaX509v3CertificateBuilder(name, serial(), Date.from(now.minus(CLOCKS_DIFFER)), Date.from(now.plus(AUTHORITY_LIFE)),
                    name, pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate certificate = signed(made, pair.getPrivate());
            Files.createDirectories(folder.open());
            DataFolder.restrict(folder.root(), "rwx------");
            DataFolder.writeSecret(folder.authorityKey(), pem(pair.getPrivate()));
            Files.writeString(folder.authority(), pem(certificate));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private X509Certificate server(X509Certificate authority, KeyPair pair, List<String> names) throws IOException, GeneralSecurityException {
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder made = new JcaX509v3CertificateBuilder(X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()), serial(),
                    Date.from(now.minus(CLOCKS_DIFFER)), Date.from(now.minus(CLOCKS_DIFFER).plus(SERVER_LIFE)), name(names.get(0)), pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()))
                    .addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(authority))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.stream()
                            .map(one -> new GeneralName(address(one) ? GeneralName.iPAddress : GeneralName.dNSName, one)).toArray(GeneralName[]::new)));
            return signed(made, TlsCertificate.key(folder.authorityKey(), new char[0]));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder made, PrivateKey key) throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(made.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static String pem(Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            // PKCS#8: the short form of the JDK's EC keys does not name the curve
            out.writeObject(what instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : what);
        }
        return text.toString();
    }

    private static X500Name name(String common) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "Shuyuan").addRDN(BCStyle.CN, common.length() > 64 ? common.substring(0, 64) : common).build();
    }

    private static BigInteger serial() {
        return new BigInteger(126, new SecureRandom()).setBit(126);
    }

    /** P-256: every browser since 2013 takes it, the old ones of such offices included, and a handshake costs a tenth of RSA's. */
    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static boolean address(String name) {
        return name.contains(":") || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    /** A host name or a numeric address, as it goes into a certificate. */
    static boolean possible(String name) {
        if (!address(name)) {
            return name.length() <= 253 && name.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
        }
        try {
            return InetAddress.getByName(name).getAddress().length > 0;
        } catch (UnknownHostException none) {
            return false;
        }
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    /** What was given, or how this machine is called and reached; and always how it calls itself. */
    static List<String> names(List<String> given) throws IOException {
        Set<String> names = new LinkedHashSet<>(given);
        if (given.isEmpty()) {
            String host = host();
            if (possible(host) && !host.equals("localhost")) {
                names.add(host);
            }
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (card.isUp() && !card.isLoopback()) {
                    for (InetAddress one : Collections.list(card.getInetAddresses())) {
                        if (!one.isLinkLocalAddress() && !one.isMulticastAddress()) {
                            names.add(one.getHostAddress().replaceAll("%.*", ""));
                        }
                    }
                }
            }
        }
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        return new ArrayList<>(names);
    }
}
