package cloud.bleu.evidence.chain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An external program: it reads bytes on standard input, and when they end it writes to standard
 * output and exits with 0. As a signer it gets the bytes to sign and answers with the Ed25519
 * signature of 64 bytes, raw or as base64.
 */
public final class CommandSigner implements Signer {

  private static final int SIGNATURE = 64;

  /**
   * A signature ends with a number below 2^252 and a little more (RFC 8032), the low byte first.
   */
  private static final int HIGHEST_LAST = 0x10;

  /** More is no signature. */
  private static final int LONGEST = 4096;

  private final List<String> command;
  private final Duration limit;

  /**
   * @param limit after which the program is ended
   */
  public CommandSigner(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  @Override
  public byte[] sign(byte[] bytes) throws IOException, InterruptedException {
    byte[] answer = run(bytes);
    byte[] signature = answer.length == SIGNATURE ? answer : decoded(answer);
    if (signature.length != SIGNATURE) {
      throw new IOException(
          "%s answered with %s bytes; an Ed25519 signature of %s bytes is expected, raw or as base64"
              .formatted(command.get(0), answer.length, SIGNATURE));
    }
    if ((signature[SIGNATURE - 1] & 0xff) > HIGHEST_LAST) {
      throw new IOException(
          "%s answered with %s bytes that cannot be an Ed25519 signature: its second half is a number below the order of the curve"
              .formatted(command.get(0), SIGNATURE));
    }
    return signature;
  }

  /** Nothing but base64 and white space: programs break lines of more than 64 or 76 letters. */
  private byte[] decoded(byte[] answer) throws IOException {
    try {
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s answered with %s bytes that are not base64; an Ed25519 signature of %s bytes is expected, raw or as base64"
              .formatted(command.get(0), answer.length, SIGNATURE),
          e);
    }
  }

  /**
   * Gives bytes to the program.
   *
   * @return what it wrote to standard output
   * @throws IOException when it cannot be started, takes too long or exits with another code than 0
   */
  public byte[] run(byte[] bytes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Thread reading = new Thread(() -> read(process.getInputStream(), answer), "signer");
      reading.setDaemon(true);
      reading.start();
      Thread writing = new Thread(() -> write(process.getOutputStream(), bytes), "signer-input");
      writing.setDaemon(true);
      writing.start();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s gave no answer within %s s".formatted(command.get(0), limit.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s exited with code %s".formatted(command.get(0), process.exitValue()));
      }
      reading.join(limit.toMillis());
      synchronized (answer) {
        return answer.toByteArray();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void read(InputStream from, ByteArrayOutputStream into) {
    byte[] buffer = new byte[LONGEST];
    try (from) {
      int taken = 0;
      for (int n = from.read(buffer); n >= 0 && taken < LONGEST; n = from.read(buffer)) {
        taken += n;
        synchronized (into) {
          into.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // Its exit code tells.
      return;
    }
  }

  private static void write(OutputStream to, byte[] bytes) {
    try (to) {
      new ByteArrayInputStream(bytes).transferTo(to);
    } catch (IOException e) {
      // It reads no more than it needs; its answer tells.
      return;
    }
  }
}
