package cloud.bleu.image;

import cloud.bleu.evidence.chain.Signer;
import cloud.bleu.evidence.chain.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Signatures of whoever builds, with a key as for evidence. */
final class Envelope {

  private static final String STATEMENT = "application/vnd.in-toto+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Signer signer;

  private Envelope(Signer signer) {
    this.signer = signer;
  }

  /**
   * Signs with the Ed25519 private key in a PEM file.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Envelope with(Path key) throws IOException {
    return new Envelope(SigningKey.signer(Files.readString(key)));
  }

  /** A statement in an envelope of DSSE, version 1. */
  ObjectNode of(JsonNode statement) throws IOException, InterruptedException {
    byte[] payload = JSON.writeValueAsBytes(statement);
    ObjectNode envelope = JSON.createObjectNode();
    envelope.put("payloadType", STATEMENT);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope.putArray("signatures").addObject().put("sig", signature(encoded(payload)));
    return envelope;
  }

  /** The bytes of a signature over a file as it is. */
  byte[] signed(Path file) throws IOException, InterruptedException {
    return signer.sign(Files.readAllBytes(file));
  }

  private String signature(byte[] bytes) throws IOException, InterruptedException {
    return Base64.getEncoder().encodeToString(signer.sign(bytes));
  }

  /** What is signed of a payload, with its type: the pre-authentication encoding of DSSE. */
  private static byte[] encoded(byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("DSSEv1 " + STATEMENT.length() + " " + STATEMENT + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }
}
