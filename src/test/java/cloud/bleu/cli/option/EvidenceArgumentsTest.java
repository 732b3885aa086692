package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.operator.config.EvidenceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options of the export, and those that would do nothing. */
class EvidenceArgumentsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "--heartbeat, 10",
    "--checkpoint-entries, 1000",
    "--checkpoint-minutes, 10",
    "--evidence-retention, 30",
    "--signer, /bin/kms",
    "--checkpoint-dir, .",
    "--checkpoint-sender, /bin/send"
  })
  void optionWithoutAnExportIsRefused(String option, String value) {
    BadInputException refusal = assertThrows(BadInputException.class, () -> options(option, value));
    assertEquals(
        List.of(
            option + " does nothing without an export; give --evidence-dir too, or leave it out"),
        refusal.lines());
  }

  @Test
  void allOfThemAreNamedAtOnce() {
    BadInputException refusal =
        assertThrows(
            BadInputException.class, () -> options("--heartbeat", "0", "--signer", "/bin/kms"));
    assertEquals(
        List.of(
            "--heartbeat, --signer do nothing without an export; give --evidence-dir too, or leave"
                + " them out",
            "--heartbeat 0: give a number of at least 1"),
        refusal.lines());
  }

  @Test
  void noneIsNoExportAndDefaultsAreThoseOfTheManual() {
    assertNull(options());
    EvidenceOptions options = options("--evidence-dir", folder.toString());
    assertEquals(EvidenceOptions.to(folder), options);
    assertEquals(
        Duration.ofMinutes(3),
        options("--evidence-dir", folder.toString(), "--heartbeat", "3").heartbeat());
  }

  @Test
  void keyOfTheSignerIsReadAtTheStart() throws IOException {
    PublicKey key = SigningKey.generate().getPublic();
    Path file = Files.writeString(folder.resolve("signer.pem"), SigningKey.pem(key));
    String[] given = {
      "--evidence-dir", folder.toString(), "--signer", "/bin/kms", "--signer-public-key", "" + file
    };
    assertEquals(List.of(key), options(given).signerKeys());

    Files.writeString(file, "no key");
    assertEquals(
        List.of(
            file
                + ": it holds no PEM block PUBLIC KEY; give the public key as PEM with"
                + " --signer-public-key"),
        assertThrows(BadInputException.class, () -> options(given)).lines());
    Files.delete(file);
    assertEquals(
        List.of(file + ": no such file; check the path given with --signer-public-key"),
        assertThrows(BadInputException.class, () -> options(given)).lines());
  }

  @Test
  void keyOfASignerThatIsNotThereIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("signer.pem"), SigningKey.pem(SigningKey.generate().getPublic()));
    assertEquals(
        List.of(
            "--signer-public-key does nothing without an external signer; give --signer too, or"
                + " leave it out"),
        assertThrows(
                BadInputException.class,
                () ->
                    options("--evidence-dir", folder.toString(), "--signer-public-key", "" + file))
            .lines());
  }

  private static EvidenceOptions options(String... arguments) {
    return CommandLine.populateCommand(new EvidenceArguments(), arguments).options();
  }
}
