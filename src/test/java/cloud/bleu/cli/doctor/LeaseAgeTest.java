package cloud.bleu.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a Lease shows a leader. The rest is seen on a control plane, by HelmReleaseTest. */
class LeaseAgeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "bleu-0, 0, 15, true, bleu-0 leads",
    "bleu-0, 15, 15, true, bleu-0 leads",
    "bleu-0, -3, 15, true, bleu-0 leads",
    "bleu-0, 16, 15, false, 'bleu-0 renewed the Lease bleu 16 s ago, and it lasts 15 s'",
    "bleu-0, -15, 15, true, bleu-0 leads",
    "bleu-0, -16, 15, false, 'bleu-0 renewed the Lease bleu at a time that is 16 s ahead of here'",
    "'', 0, 15, false, nobody holds the Lease bleu",
    "bleu-0, , 15, false, nobody holds the Lease bleu",
    "bleu-0, 0, , false, nobody holds the Lease bleu"
  })
  void aLeaseIsHeldAndFresh(
      String holder, Long secondsAgo, Integer lasts, boolean holds, String start) {
    Installation.Check check =
        LeaseAge.check(
            "bleu-system",
            "bleu",
            new LeaseBuilder()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(lasts)
                .withRenewTime(
                    secondsAgo == null
                        ? null
                        : NOW.minus(Duration.ofSeconds(secondsAgo)).atZone(ZoneOffset.UTC))
                .endSpec()
                .build(),
            NOW);
    assertEquals(holds, check.holds(), check.message());
    assertTrue(check.message().startsWith(start), check.message());
  }

  @Test
  void aLeaseThatIsNotThereOrIsEmptyShowsNone() {
    assertTrue(
        LeaseAge.check("bleu-system", "bleu", null, NOW)
            .message()
            .contains("no Lease bleu in the namespace bleu-system"));
    assertEquals(
        false, LeaseAge.check("bleu-system", "bleu", new LeaseBuilder().build(), NOW).holds());
  }
}
