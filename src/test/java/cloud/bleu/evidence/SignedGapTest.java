package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.input.RecordedInputsTest;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that lacks what an operator exported to another one, and says so. */
class SignedGapTest {

  @TempDir Path export;

  @Test
  void decisionsAfterASignedGapAreNotHeldToThoseBeforeIt() throws IOException {
    KeyPair keys = SigningKey.generate();
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      RandomEstates random = new RandomEstates(1);
      int elsewhere = 0;
      for (int pass = 0; pass < 20; pass++) {
        Estate estate = random.later(random.fresh(), days.placements());
        if (!RecordedInputsTest.isOfTheCatalogue(estate)) {
          continue;
        }
        if (pass < 10) {
          days.pass(estate);
        } else if (pass < 15) {
          elsewhere += days.passElsewhere(estate);
        } else {
          days.pass(estate);
          open.unsaid().forEach(note -> days.note(note, "2026-03-01T13:00:00Z"));
        }
      }
      assertTrue(elsewhere > 0);
      days.sign(SigningKey.signer(SigningKey.pem(keys.getPrivate())));
    }
    VerificationReport report =
        Verification.verify(
            export,
            List.of(keys.getPublic()),
            List.of(),
            OwnRules::of,
            Instant.parse("2027-06-01T00:00:00Z"));
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.gaps().size());
    assertEquals(report.kinds().get("Decision"), report.replayed());
  }
}
