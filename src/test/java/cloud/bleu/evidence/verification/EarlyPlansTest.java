package cloud.bleu.evidence.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export with evacuation plans as early builds wrote them, item by item, and packed. */
class EarlyPlansTest {

  private static final KeyPair KEYS = SigningKey.generate();

  @TempDir Path directory;

  @Test
  void everyFormInOneChainIsDecidedOnceMore() throws IOException {
    long decisions;
    try (ChainExport export = ChainExport.open(directory)) {
      RecordedDays days = new RecordedDays(export);
      days.inEarlyForm();
      RandomEstates random = new RandomEstates(1);
      for (int pass = 0; pass < 40; pass++) {
        Estate estate = random.later(random.fresh(), days.placements());
        if (RecordedInputsTest.isOfTheCatalogue(estate)) {
          days.pass(estate);
        }
        if (pass == 15) {
          days.inPresentForm();
        }
        if (pass == 25) {
          days.inPackedForm();
        }
      }
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
      decisions = days.sequence();
    }
    String text = text();
    for (String form : List.of("\"contingency\":[", "\"zones\":[", "[{\"packed\":{")) {
      assertTrue(text.contains(form), form);
    }
    VerificationReport report =
        Verification.verify(
            directory,
            List.of(KEYS.getPublic()),
            List.of(),
            OwnRules::of,
            Instant.parse("2027-06-01T00:00:00Z"));
    assertEquals(List.of(), report.faults());
    assertEquals(decisions, report.replayed());
  }

  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory.resolve("chain"))) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
