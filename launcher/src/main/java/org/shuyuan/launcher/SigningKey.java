package org.shuyuan.launcher;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An Ed25519 key to sign modules with, and a certificate that says whose it is. */
record SigningKey(PrivateKey key, X509Certificate certificate) {

    private static final Duration LIFE = Duration.ofDays(7305);

    /** @param name how administrators read who signed */
    static SigningKey make(String name, Instant now) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        X500Name whose = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name.length() > 64 ? name.substring(0, 64) : name).build();
        try {
            var made = new JcaX509v3CertificateBuilder(whose, new BigInteger(126, new SecureRandom()).setBit(126), Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(LIFE)), whose,
                    pair.getPublic()).addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            return new SigningKey(pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(made.build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate()))));
        } catch (OperatorCreationException | CertIOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    String privatePem() throws IOException {
        return pem(new JcaPKCS8Generator(key, null));
    }

    String certificatePem() throws IOException {
        return pem(certificate);
    }

    private static String pem(Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(what);
        } catch (org.bouncycastle.util.io.pem.PemGenerationException e) {
            throw new IOException(e);
        }
        return text.toString();
    }
}
