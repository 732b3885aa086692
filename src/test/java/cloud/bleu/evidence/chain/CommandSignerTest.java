package cloud.bleu.evidence.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as an answer of an external signer. */
class CommandSignerTest {

  private static final byte[] BYTES = "to sign".getBytes(StandardCharsets.US_ASCII);
  private static final KeyPair KEYS = SigningKey.generate();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printf %064d 0",
        "printf %064d 0 | base64",
        "sha256sum | cut -c 1-64 | tr -d '\\n'",
        "sha256sum",
        "cat signature.base64 | tr A '*'; echo '!'",
        "echo; cat signature.raw",
        "head -c 63 signature.raw",
        "true"
      })
  void rubbishIsNoSignature(String script) throws Exception {
    write(signature());
    IOException refused = assertThrows(IOException.class, () -> signer(script).sign(BYTES));
    assertTrue(refused.getMessage().startsWith("/bin/sh answered with "), refused.getMessage());
    assertTrue(refused.getMessage().contains("an Ed25519 signature"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat signature.raw",
        "cat signature.base64",
        "echo; cat signature.base64; echo; echo",
        // Programs break long lines.
        "base64 signature.raw"
      })
  void rawAndBase64AreTaken(String script) throws Exception {
    byte[] signature = signature();
    write(signature);
    assertArrayEquals(signature, signer(script).sign(BYTES));
  }

  @Test
  void signatureOfAnotherKeyIsRefused() throws Exception {
    Signer other = SigningKey.signer(SigningKey.pem(SigningKey.generate().getPrivate()));
    Signer own = SigningKey.signer(SigningKey.pem(KEYS.getPrivate()));
    List<PublicKey> keys = List.of(SigningKey.generate().getPublic(), KEYS.getPublic());
    assertArrayEquals(own.sign(BYTES), SigningKey.checked(own, keys).sign(BYTES));
    IOException refused =
        assertThrows(IOException.class, () -> SigningKey.checked(other, keys).sign(BYTES));
    assertTrue(
        refused.getMessage().startsWith("the signer answered with a signature that is not"),
        refused.getMessage());
  }

  private static byte[] signature() throws Exception {
    return SigningKey.signer(SigningKey.pem(KEYS.getPrivate())).sign(BYTES);
  }

  private void write(byte[] signature) throws IOException {
    Files.write(folder.resolve("signature.raw"), signature);
    Files.writeString(
        folder.resolve("signature.base64"), Base64.getEncoder().encodeToString(signature));
  }

  private CommandSigner signer(String script) {
    return new CommandSigner(
        List.of("/bin/sh", "-c", "cd '" + folder + "' && " + script), Duration.ofSeconds(20));
  }
}
