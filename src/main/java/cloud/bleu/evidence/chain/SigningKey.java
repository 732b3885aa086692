package cloud.bleu.evidence.chain;

import cloud.bleu.evidence.record.Digest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys as PEM, as openssl reads and writes them, and signing with one at hand. */
public final class SigningKey {

  private static final String ALGORITHM = "Ed25519";

  /** Hex digits by which keys are told apart. */
  private static final int FINGERPRINT = 16;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private SigningKey() {}

  /** A new pair. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /** The text of a public or private key. */
  public static String pem(Key key) {
    String name = key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY";
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + name + "-----\n" + body + "\n-----END " + name + "-----\n";
  }

  /** The beginning of the SHA-256 of a key, by which it is told from others. */
  public static String fingerprint(PublicKey key) {
    return "sha256:" + Digest.hex(key.getEncoded()).substring(0, FINGERPRINT);
  }

  /**
   * The public keys in a text, one after the other.
   *
   * @throws IllegalArgumentException when there is none, or one is not Ed25519
   */
  public static List<PublicKey> publicKeys(String pem) {
    List<PublicKey> keys = new ArrayList<>();
    Matcher blocks = PEM.matcher(pem);
    while (blocks.find()) {
      if (!blocks.group(1).equals("PUBLIC KEY")) {
        throw new IllegalArgumentException(
            "it holds a " + blocks.group(1) + "; a PUBLIC KEY is expected");
      }
      try {
        keys.add(
            KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(bytes(blocks.group(2)))));
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("it is not an Ed25519 public key", e);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("it holds no PEM block PUBLIC KEY");
    }
    return keys;
  }

  /**
   * A signer with the private key in a text.
   *
   * @throws IllegalArgumentException when there is none, or it is not Ed25519
   */
  public static Signer signer(String pem) {
    Matcher block = PEM.matcher(pem);
    if (!block.find() || !block.group(1).equals("PRIVATE KEY")) {
      throw new IllegalArgumentException("it holds no PEM block PRIVATE KEY");
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(bytes(block.group(2))));
      return bytes -> sign(key, bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not an Ed25519 private key", e);
    }
  }

  /**
   * A signer whose answers are held against public keys: what is signed by none of them fails, and
   * is no signature.
   */
  public static Signer checked(Signer signer, List<PublicKey> keys) {
    List<PublicKey> trusted = List.copyOf(keys);
    return bytes -> {
      byte[] signature = signer.sign(bytes);
      if (trusted.stream().noneMatch(key -> isBy(key, bytes, signature))) {
        throw new IOException(
            "the signer answered with a signature that is not of the public key that it was given with; give the key that it signs with, or have it sign with that one");
      }
      return signature;
    };
  }

  /** Whether a key made a signature over bytes. */
  static boolean isBy(PublicKey key, byte[] bytes, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(bytes);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] sign(PrivateKey key, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }
}
