package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Since when the zones of a member say that it does not answer. */
class MemberZonesTest {

  private static final String NOON = "2026-11-27T12:00:00Z";
  private static final String LATER = "2026-11-27T12:00:20Z";

  @ParameterizedTest(name = "{0}: TargetReachable {1} since {2}, {3} since {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "the condition is written after the silence began, False, LATER, Unreached, NOON, NOON",
        "the condition is older,                           False, NOON, Unreached, LATER, NOON",
        "no health is recorded,                            False, LATER, -, -, LATER",
        "the health does not say since when,               False, LATER, Unreached, -, LATER",
        "the nodes were silent before,                     False, LATER, Silent, NOON, LATER",
        "it answers,                                       True, LATER, Unreached, NOON, -",
        "it was not asked,                                 Unknown, LATER, Unreached, NOON, -",
        "no condition is recorded,                         -, -, Unreached, NOON, -",
      })
  void awaySinceIsWhenTheSilenceBegan(
      String name, String reached, String flipped, String signal, String since, String away) {
    assertEquals(
        instant(away),
        MemberZones.awaySince(List.of(zone(reached, text(flipped), signal, text(since)))),
        name);
  }

  @Test
  void earliestOfAllZonesCounts() {
    assertEquals(
        Instant.parse(NOON),
        MemberZones.awaySince(
            List.of(
                zone("False", LATER, "Unreached", LATER),
                new AvailabilityZone(),
                zone("False", LATER, "Unreached", NOON))));
  }

  private static AvailabilityZone zone(
      String reached, String flipped, String signal, String since) {
    String health =
        signal == null
            ? ""
            : "  health: {signal: %s%s}\n"
                .formatted(signal, since == null ? "" : ", since: '" + since + "'");
    String condition =
        reached == null
            ? "  conditions: []\n"
            : "  conditions: [{type: TargetReachable, status: '%s', lastTransitionTime: '%s'}]\n"
                .formatted(reached, flipped);
    return Serialization.unmarshal(
        "metadata: {name: z}\nstatus:\n" + condition + health, AvailabilityZone.class);
  }

  private static String text(String name) {
    return name == null ? null : name.equals("NOON") ? NOON : LATER;
  }

  private static Instant instant(String name) {
    return name == null ? null : Instant.parse(text(name));
  }
}
