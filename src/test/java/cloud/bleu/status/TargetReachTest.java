package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version of Kubernetes is recorded of the cluster of a zone. */
class TargetReachTest {

  private static final TargetReach.Enforcement KEPT =
      new TargetReach.Enforcement(true, "GateHolds", "it is kept");

  @ParameterizedTest
  @CsvSource({
    // by whom it is reached, version it said, uid it is known by; what is recorded
    "member,  v1.35.1, u,     v1.35.1",
    "member,  ,        u,     v1.36.3",
    "member,  ,        other, ",
    "member,  ,        ,      ",
    // The zone was a member before, and something may stand there.
    "Karmada, ,        u,     ",
    "Karmada, v1.35.1, u,     v1.35.1",
    "agent,   ,        u,     ",
    "nobody,  ,        u,     ",
  })
  void versionIsThatOfTheClusterThatIsNamed(
      String by, @Nullable String said, @Nullable String uid, @Nullable String recorded) {
    AvailabilityZoneStatus before =
        Serialization.unmarshal(
            "{\"clusterUid\":\"u\",\"clusterVersion\":\"v1.36.3\"}", AvailabilityZoneStatus.class);
    TargetReach.Enforcement enforcement =
        switch (by) {
          case "Karmada" -> TargetReach.Enforcement.OF_KARMADA;
          case "agent" -> TargetReach.Enforcement.OF_AGENT;
          default -> KEPT;
        };
    TargetReach reach =
        by.equals("nobody")
            ? null
            : new TargetReach(false, "NoAnswer", "no", enforcement, said, UndeclaredObjects.NONE);
    assertEquals(recorded, TargetReach.version(reach, before, uid));
  }
}
