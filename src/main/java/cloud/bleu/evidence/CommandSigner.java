package cloud.bleu.evidence;

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
    if (answer.length == SIGNATURE) {
      return answer;
    }
    try {
      byte[] decoded =
          Base64.getMimeDecoder().decode(new String(answer, StandardCharsets.US_ASCII).strip());
      if (decoded.length == SIGNATURE) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(command.get(0) + " answered with no signature", e);
    }
    throw new IOException(
        "%s answered with %d bytes; an Ed25519 signature of %d bytes is expected"
            .formatted(command.get(0), answer.length, SIGNATURE));
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
            "%s gave no answer within %d s".formatted(command.get(0), limit.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s exited with code %d".formatted(command.get(0), process.exitValue()));
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
