package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.operator.EvidenceOptions;
import java.nio.file.Path;
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
    Refusal refusal = assertThrows(Refusal.class, () -> options(option, value));
    assertEquals(
        List.of(
            option + " does nothing without an export; give --evidence-dir too, or leave it out"),
        refusal.lines());
  }

  @Test
  void allOfThemAreNamedAtOnce() {
    Refusal refusal =
        assertThrows(Refusal.class, () -> options("--heartbeat", "0", "--signer", "/bin/kms"));
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

  private static EvidenceOptions options(String... arguments) {
    return CommandLine.populateCommand(new EvidenceArguments(), arguments).options();
  }
}
